-- SPDX-License-Identifier: GPL-2.0-only OR MIT
create virtual table mail using fts5(subject, body);
insert into mail values ('hello world', 'a first message about cats'), ('re: hello', 'dogs, not cats'), ('weather', 'rain and sun');
select subject, highlight(mail, 1, '[', ']'), bm25(mail) < 0 from mail where mail match 'cats NOT first' order by rank;
select subject from mail where mail match 'hel*' order by rowid desc;
select snippet(mail, -1, '<', '>', '..', 3) from mail where mail match '"rain and" OR dogs';
delete from mail where rowid = 2; insert into mail(mail) values ('optimize'), ('integrity-check');
create virtual table area using rtree(id, x0, x1, y0, y1);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 150) insert into area select i, i % 13, i % 13 + 2, i % 7, i % 7 + 1 from n;
select count(*) from area where x0 > 3 and x1 < 9 and y0 >= 2;
delete from area where id % 3 = 0; select min(x0), max(y1), count(*) from area;
