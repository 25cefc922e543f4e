-- SPDX-License-Identifier: GPL-2.0-only OR MIT
-- What a Lua program does: tables, closures, metatables, coroutines, strings,
-- numbers, errors caught and not, garbage collected and finalised.
local function class(base)
	local c = setmetatable({}, { __index = base })
	c.__index = c
	return c
end

local Point = class()
function Point.new(x, y) return setmetatable({ x = x, y = y }, Point) end
function Point.__add(a, b) return Point.new(a.x + b.x, a.y + b.y) end
function Point.__eq(a, b) return a.x == b.x and a.y == b.y end
function Point.__lt(a, b) return a.x < b.x end
function Point.__le(a, b) return a.x <= b.x end
function Point.__concat(a, b) return tostring(a) .. tostring(b) end
function Point.__call(self, n) return self.x * n end
function Point.__len() return 2 end
function Point.__tostring(p) return "(" .. p.x .. "," .. p.y .. ")" end
local a, b = Point.new(1, 2), Point.new(3, 4)
print(tostring(a + b), a == b, a < b, a <= b, a .. b, a(5), #a)

local words = {}
for w in ("the quick brown fox jumps over the lazy dog"):gmatch("%a+") do
	words[#words + 1] = w
end
table.sort(words, function(x, y) return #x == #y and x < y or #x < #y end)
print(table.concat(words, " "), select("#", table.unpack(words, 2, 4)))
print(("%5d|%-8s|%q|%.3f|%x|%c"):format(42, "left", "a\n\"", 1 / 3, 255, 65))
print(("key = value"):match("^(%w+)%s*=%s*(%w+)$"), ("abc"):rep(3, "-"), ("abc"):byte(1, -1))
print(("hello world"):gsub("o", { o = "0" }), ("x"):gsub("x", "%0%0"), ("abc"):find("b", 1, true))
print(string.pack("<i4z", 7, "s"):len(), string.unpack("<i4", string.pack("<i4", -7)))
print(utf8.char(228, 8364), utf8.len("äö"), utf8.codepoint("ä", 1))
print(math.maxinteger // 3, 7 % -3, 2 ^ 10, 7 // 2.0, 5 & 3 | 8 ~ 1, 1 << 4, ~0, 0x10p2, 1e300 * 1e10)
print(math.floor(-3.7), math.type(1), math.tointeger(3.0), tonumber("0x1F"), tonumber("z", 36), math.ult(1, -1))

local co = coroutine.wrap(function(n)
	for i = 1, n do
		local got = coroutine.yield(i)
		if got then n = got end
	end
	error("done")
end)
print(co(3), co(), co(2), pcall(co))
local dead = coroutine.create(function() error({ code = 7 }) end)
local ok, err = coroutine.resume(dead)
print(ok, err.code, coroutine.status(dead))

print(pcall(function() return nil + 1 end))
print(pcall(function() local t; t.x = 1 end))
print(select(2, xpcall(function() error("deep", 2) end, function(m) return "handled: " .. m end)))
print(load("return 1 +")) print(load("return ...", "chunk", "t")(9))
local function deep(n) return n == 0 and 0 or 1 + deep(n - 1) end
local function nest() return coroutine.wrap(nest)() end
print(deep(150), (pcall(nest)))

local finalised = 0
for i = 1, 300 do
	local t = setmetatable({ i }, { __gc = function() finalised = finalised + 1 end })
	if i % 100 == 0 then collectgarbage("step") end
end
collectgarbage() collectgarbage("generational") collectgarbage("step") collectgarbage("incremental")
print(finalised > 0)
local weak = setmetatable({}, { __mode = "k" })
weak[{}] = 1 collectgarbage() print(next(weak))
do
	local closed <close> = setmetatable({}, { __close = function() print("closed") end })
	local constant <const> = 5
	goto skip
	print(constant)
	::skip::
end
local sum = 0
for i = 10, 1, -3 do sum = sum + i end
for i = 1.0, 2.0, 0.25 do sum = sum + i end
while sum > 30 do sum = sum - 7 if sum < 35 then break end end
repeat sum = sum + 1 until sum > 40
print(sum, #arg, string.dump(deep):len() > 0, os.time({ year = 2020, month = 1, day = 1, hour = 12 }) > 0)
local f = assert(load(string.dump(function(x) return x * 2 end), "b", "b"))
print(f(21), debug.getinfo(1, "l").currentline, type(debug.traceback()), rawlen({ 1 }), rawequal(a, a))
io.write("last\n")
