-- SPDX-License-Identifier: GPL-2.0-only OR MIT
create table customer(id integer primary key, name text not null unique, born date);
create table item(id integer primary key, customer references customer on delete cascade, price real check (price >= 0), what text);
create index item_by_customer on item(customer, price desc);
create view spent as select name, sum(price) as total, count(*) as n from customer join item on customer = customer.id group by name;
create trigger log_item after insert on item when new.price > 90 begin update customer set name = name || '!' where id = new.customer; end;
pragma foreign_keys = on;
insert into customer values (1, 'ada', '1815-12-10'), (2, 'bob', null), (3, 'eve', '2000-02-29');
with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)
	insert into item(customer, price, what) select i % 3 + 1, (i * 37) % 100, printf('item %04d', i) from n;
select * from spent order by total desc;
select what, price from item where customer = 2 and price between 20 and 30 order by what limit 5 offset 1;
select c.name, i.what from customer c left join item i on i.customer = c.id and i.price > 97 order by 1, 2;
select customer, price, rank() over (partition by customer order by price desc) as r, avg(price) over (order by id rows 2 preceding) from item order by id limit 6;
select distinct price % 7, case when price > 50 then 'dear' else 'cheap' end from item where what like '%1%' and what glob '*2*' order by 1, 2;
select date(born, '+1 year', 'start of month'), julianday(born), strftime('%Y-%j', born) from customer;
select json_extract('{"a":[1,2,{"b":null}]}', '$.a[2]'), json_group_array(id) from customer;
select name from customer union select what from item where id < 3 except select 'bob' intersect select name from customer;
begin; delete from item where price < 50; savepoint s; update item set price = price * 1.1 where customer in (select id from customer where born is not null); rollback to s; commit;
select count(*), min(price), max(price), group_concat(id, ';') from item where customer = 1;
insert into item values (1000, 99, 1, 'no such customer');
insert into customer values (1, 'again', null);
insert into item values (1001, 1, -5, 'negative');
insert into customer values (9, 'ada!', null) on conflict(name) do update set born = '1900-01-01' returning id, born;
alter table customer add column email text default 'none';
create table copy as select * from item; create unique index copy_id on copy(id); reindex; analyze;
explain query plan select * from item, customer where item.customer = customer.id and price > 10;
delete from customer where id = 1; select count(*) from item; vacuum; pragma integrity_check;
select hex(zeroblob(4)), quote('it''s'), upper('abc'), substr('hello', 2, 3), instr('hello', 'l'), abs(-4), round(2.567, 2), typeof(1.0), coalesce(null, 5), length(x'0102'), replace('aXb', 'X', '-'), unicode('a'), char(65, 66), likelihood(1, 0.5), iif(1, 2, 3);
.tables
.schema item
.dump customer
.mode box
select * from customer;
