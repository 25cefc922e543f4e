# SPDX-License-Identifier: GPL-2.0-only OR MIT
def sum(f): reduce .[] as $x (0; . + ($x | f));
def fac: if . <= 1 then 1 else . * (. - 1 | fac) end;
.orders
| {count: length,
   total: sum(.total),
   by_tag: (map(.customer.tags[]) | group_by(.) | map({key: .[0], value: length}) | from_entries),
   names: (map(.customer.name | ascii_downcase) | sort | unique),
   dates: map(.at | fromdate | todate),
   sorted: (sort_by(-.total) | map(.id)),
   minmax: [(min_by(.total), max_by(.total)) | .id],
   paid: map(.paid // "unknown"),
   caught: (try error("no") catch .),
   facs: [range(6) | fac],
   label: (label $out | foreach .[] as $o (0; . + 1; if . == 3 then ., break $out else empty end)),
   deleted: (del(.[0, 2]) | length),
   paths: ([paths(type == "number")] | length),
   text: (tojson | fromjson | length),
   up: (.[0] | .customer.tags += ["old"] | .customer.tags | index("old")),
   strings: ["x" * 3, ("abc" | explode | reverse | implode), ("a b" | split(" ")), ("abc" | .[1:2]), ("test" | ltrimstr("te"))]}
