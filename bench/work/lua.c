// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Lua: a script of calls, strings, tables and patterns. */
#include <stdlib.h>

#include <lauxlib.h>
#include <lualib.h>

#include "bench/workload.h"

static const char script[] =
	"local function fib(n) if n < 2 then return n end"
	"  return fib(n - 1) + fib(n - 2) end\n"
	"local words, t = {}, {}\n"
	"for w in ('one two three four five six seven'):rep(8, ' ')"
	"  :gmatch('%a+') do words[#words + 1] = w end\n"
	"for i, w in ipairs(words) do t[i] = w:upper() .. i % 7 end\n"
	"table.sort(t)\n"
	"local s = table.concat(t, ','):gsub('E', 'e')\n"
	"return #s + fib(12)\n";

void *work_new(void)
{
	lua_State *lua = luaL_newstate();

	if (!lua)
		abort();
	luaL_openlibs(lua);
	if (luaL_loadstring(lua, script))
		abort();
	return lua;
}

uint64_t work_run(void *work)
{
	lua_State *lua = work;
	uint64_t result;

	lua_pushvalue(lua, 1);
	if (lua_pcall(lua, 0, 1, 0))
		abort();
	result = (uint64_t)lua_tointeger(lua, -1);
	lua_pop(lua, 1);
	/* each operation begins with the same heap */
	lua_gc(lua, LUA_GCCOLLECT);
	return result;
}
