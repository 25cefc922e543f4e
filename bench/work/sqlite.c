// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* SQLite: a table in memory filled, indexed, searched and dropped. */
#include <stdlib.h>

#include <sqlite3.h>

#include "bench/workload.h"

static const char statements[] =
	"BEGIN;"
	"CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, price INT);"
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT "
	"60)"
	" INSERT INTO item SELECT i, 'item ' || i % 13, i * 37 % 101 FROM n;"
	"CREATE INDEX by_price ON item(price);"
	"COMMIT;"
	"SELECT name, sum(price), count(*) FROM item WHERE price > 20"
	" GROUP BY name HAVING count(*) > 1 ORDER BY 2 DESC;"
	"UPDATE item SET price = price + 1 WHERE name LIKE '%1%';"
	"SELECT max(price) FROM item WHERE id IN"
	" (SELECT id FROM item WHERE price BETWEEN 30 AND 60);"
	"DROP TABLE item;";

static int row(void *sum, int columns, char **values, char **names)
{
	(void)names;
	*(uint64_t *)sum += (uint64_t)columns + (uint64_t)values[0][0];
	return 0;
}

void *work_new(void)
{
	sqlite3 *db;

	if (sqlite3_open(":memory:", &db))
		abort();
	return db;
}

uint64_t work_run(void *work)
{
	uint64_t sum = 0;

	if (sqlite3_exec(work, statements, row, &sum, NULL))
		abort();
	return sum;
}
