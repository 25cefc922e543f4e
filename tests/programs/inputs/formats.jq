# SPDX-License-Identifier: GPL-2.0-only OR MIT
def rows: .orders[] | [.id, .customer.name, .total, .paid];
(rows | @csv, @tsv, @sh, @html, @json, @text),
(.orders[0].customer.name | @base64, @uri, (@base64 | @base64d)),
(path(..) | map(tostring) | join("/")),
[tostream] , [limit(3; range(1; 100) | select(. % 7 == 0))], (1e3 | floor, sqrt),
$name, $number + 1, ("a,b" / ","), (now | type), ([1, [2]] - [1]), ({a: 1} * {a: {b: 2}}), @json "x\(1 + 1)",
(.orders | map(select(.total > 40)) | length), (try ("a" - 1) catch .), ("[1, 2" | try fromjson catch .), (.orders[1:3] | length), ([.[]?] | length), (input_line_number),
(1 as [$a] ?// $a | [$a]), ($__loc__ | .line), ([splits("a")?] | length), (reduce range(5) as $i ([]; .[$i] = $i * 2) | tojson),
(.orders | .name)
