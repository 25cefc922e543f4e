// SPDX-License-Identifier: GPL-2.0-only OR MIT
// The pages of a report: a picture and a table of folders, and a file at a
// time, which is fetched by adding a <script>, as that works from a disk too.
// A page is named behind the '#': nothing all, /FOLDER, FILE or FILE:LINE.
// Whatever the report says is data: it becomes text, never markup.
'use strict';

const KCOV = { files: [], functions: [], runs: [], total: {}, loaded: {}, folded: new Map(), prefix: '',
	sort: { key: 'reached', down: true }, shown: null };
const SYSTEM = 'system headers', KINDS = ['places', 'lines', 'functions'];
const MARKS = { covered: 'all of its places ran', partly: 'some of its places ran', sometimes: 'ran in too few of the recordings',
	missed: 'no place of it ran' };
const $ = id => document.getElementById(id);
const count = number => number.toLocaleString('en-US');
const many = (number, one, more = one + 's') => `${count(number)} ${number === 1 ? one : more}`;
// As everywhere: all and none only if all or none was reached.
const percent = (reached, all) => !all || !reached ? 0 : reached === all ? 100 : Math.min(99.9, Math.max(0.1, 100 * reached / all));
// Of a tally that is open nobody knows how many there are, so there is no share.
const share = tally => tally.open ? -1 : percent(tally.reached, tally.all);
const shareText = tally => tally.open ? '?' : share(tally).toFixed(1) + ' %';
const ofText = tally => `${count(tally.reached)} / ${tally.open ? '?' : count(tally.all)}`;
const tally = (all = 0, reached = 0, open = 0) => ({ all, reached, open: !!open });

function add(to, more) {
	to.all += more.all;
	to.reached += more.reached;
	to.open ||= more.open;
}

function element(tag, attributes, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes || {})) {
		if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
		else if (value !== undefined && value !== false) made.setAttribute(name, value);
	}
	made.append(...children);
	return made;
}

// Called by files.js; see html.c for what stands where.
KCOV.begin = (total, files, functions, runs, images) => {
	Object.assign(KCOV, { total, functions, runs, images });
	KCOV.files = files.map(([path, all, reached, lines, linesReached, open], number) => ({ number, path,
		places: tally(all, reached, open), lines: tally(lines, linesReached, open), functions: tally(0, 0, open) }));
	for (const [, file, , , reached] of functions) add(KCOV.files[file].functions, tally(1, reached ? 1 : 0));
	const shown = KCOV.files.filter(file => file.places.all || file.places.open);
	const own = shown.filter(file => !isSystem(file.path));
	KCOV.prefix = prefixOf((own.length ? own : shown).map(file => file.path));
	KCOV.files.forEach(file => { file.steps = stepsOf(file.path); });
	KCOV.list = shown;
};

// Called by src/N.js.
KCOV.file = (number, content) => {
	KCOV.loaded[number] = content;
	if (location.hash.split(':')[0] === '#' + number) route();
};

const isSystem = path => /^\/(usr\/(local\/)?(include|lib|lib64|share)|lib|opt)\//.test(path);

// The folders that all of them are in, with the last '/'.
function prefixOf(paths) {
	let [prefix = ''] = paths;
	for (const path of paths)
		while (!path.startsWith(prefix) || !/(^|\/)$/.test(prefix))
			prefix = prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1);
	return prefix;
}

// The folders and the name of a file, as they are shown.
function stepsOf(path) {
	if (path.startsWith(KCOV.prefix)) path = path.slice(KCOV.prefix.length);
	else if (isSystem(path)) return [SYSTEM, ...path.slice(1).split('/')];
	const [first, ...rest] = path.replace(/^\//, '').split('/');
	return [path[0] === '/' ? '/' + first : first, ...rest];
}

function node(name, path, file) {
	return { name, path, file, places: tally(), lines: tally(), functions: tally(), children: new Map() };
}

// Folders above their files; one that has but one folder is written with it.
function tree(files) {
	const root = node('all', '');
	for (const file of files) {
		let at = root;
		KINDS.forEach(kind => add(root[kind], file[kind]));
		file.steps.forEach((name, depth) => {
			const isFile = depth === file.steps.length - 1, key = isFile ? name + '\0' : name;
			if (!at.children.has(key))
				at.children.set(key, node(name, file.steps.slice(0, depth + 1).join('/'), isFile ? file : undefined));
			at = at.children.get(key);
			KINDS.forEach(kind => add(at[kind], file[kind]));
		});
	}
	return joined(root);
}

function joined(at) {
	at.children = [...at.children.values()].map(joined);
	const [only] = at.children;
	if (at.path && at.name !== SYSTEM && at.children.length === 1 && !only.file)
		return { ...only, name: `${at.name}/${only.name}` };
	return at;
}

const addressOf = at => at.file ? '#' + at.file.number : '#/' + at.path.split('/').map(encodeURIComponent).join('/');

function matching(folder) {
	const words = $('search').value.toLowerCase().split(/\s+/).filter(Boolean);
	const names = new Set(words.length ? KCOV.functions.filter(([name]) =>
		words.every(word => name.toLowerCase().includes(word))).map(([, file]) => file) : []);
	return KCOV.list.filter(file => (!folder || file.steps.join('/').startsWith(folder + '/')) &&
		(names.has(file.number) || words.every(word => file.path.toLowerCase().includes(word))));
}

// Grey to green, as much as ran; hatched if nobody knows.
function colour(places) {
	if (places.open) return 'background:repeating-linear-gradient(45deg,#bbb 0 5px,#ddd 5px 10px);color:#222';
	const part = share(places) / 100;
	return `background:hsl(${150 - 10 * part} ${8 + 44 * part}% ${88 - 53 * Math.sqrt(part)}%);color:${part > 0.3 ? '#fff' : '#222'}`;
}

// Each as wide as it has places, below what it is in; the last ones down to the bottom.
function picture(root) {
	const most = 4, height = 22, cells = [];
	let deepest = 0;
	const cell = (at, left, width, depth) => {
		const inside = at.children.filter(child => child.places.all), isLast = depth === most || !inside.length || width < 1;
		deepest = Math.max(deepest, depth);
		cells.push([element('a', { class: 'cell', href: addressOf(at), 'data-depth': depth,
			title: `${at.path || 'all'}: ${ofText(at.places)} places, ${shareText(at.places)}`,
			style: `left:${left}%;width:${width}%;top:${depth * height}px;${colour(at.places)}` },
			width > 3 ? `${at.name} ` : '', width > 9 ? element('small', {}, shareText(at.places)) : ''), depth, isLast]);
		if (isLast) return;
		for (const child of inside.sort((a, b) => b.places.all - a.places.all)) {
			const part = width * child.places.all / at.places.all;
			if (part >= 0.15) cell(child, left, part, depth + 1);
			left += part;
		}
	};
	if (root.places.all) cell(root, 0, 100, 0);
	for (const [made, depth, isLast] of cells)
		made.style.height = (isLast ? deepest - depth + 1 : 1) * height + 'px';
	return element('div', { id: 'picture', style: `height:${(deepest + 1) * height}px` }, ...cells.map(([made]) => made));
}

function bar(places) {
	return element('span', { class: places.open ? 'bar open' : 'bar' }, element('i', { style: `width:${Math.max(0, share(places))}%` }));
}

function row(at, depth, isOpen) {
	const go = () => {
		if (at.file) location.hash = at.file.number;
		else { KCOV.folded.set(at.path, isOpen); list(); }
	};
	return element('tr', { class: at.file ? 'link' : 'link folder', tabindex: 0, onclick: go, 'aria-expanded': at.file ? undefined : String(isOpen),
		onkeydown: event => event.key === 'Enter' && go() },
		element('td', { style: `padding-left:${depth * 1.3}em` }, element('span', { class: 'fold' }, at.file ? '' : isOpen ? '▾' : '▸'), at.name + (at.file ? '' : '/')),
		element('td', {}, bar(at.places)), element('td', { class: 'n' }, shareText(at.places)),
		...KINDS.map(kind => element('td', { class: 'n' }, ofText(at[kind]))));
}

function compare(a, b) {
	const { key, down } = KCOV.sort;
	const value = at => key === 'path' ? at.name : key === 'percent' ? share(at.places) : key === 'reached' ? at.places.reached : at[key].all;
	const x = value(a), y = value(b);
	return x === y ? (a.name < b.name ? -1 : 1) : (x < y ? -1 : 1) * (down ? -1 : 1);
}

// A folder counts what is hidden in it too.
const visible = at => KCOV.hides ? at.children.filter(child => child.places.reached) : at.children;

// As many folders are open at first as fit on a screen, those that ran most first.
function unfold(root, isSearch) {
	const waiting = [...visible(root)];
	let rows = waiting.length;
	while (waiting.length) {
		waiting.sort((a, b) => b.places.reached - a.places.reached);
		const at = waiting.shift();
		if (at.file) continue;
		const folded = KCOV.folded.get(at.path);
		at.isOpen = folded !== undefined ? !folded : at.name !== SYSTEM && rows + visible(at).length <= (isSearch ? 1000 : 40);
		if (!at.isOpen) continue;
		rows += visible(at).length;
		waiting.push(...visible(at));
	}
}

function heading(key, title, kind) {
	const { sort } = KCOV;
	return element('th', { class: kind, 'data-key': key,
		'aria-sort': sort.key === key ? (sort.down ? 'descending' : 'ascending') : undefined,
		onclick: () => { sort.down = sort.key === key ? !sort.down : key !== 'path'; sort.key = key; list(); } }, title);
}

function table(root, isSearch) {
	const rows = [], body = (at, depth) => {
		for (const child of [...visible(at)].sort(compare)) {
			rows.push([child, depth]);
			if (child.isOpen) body(child, depth + 1);
		}
	};
	unfold(root, isSearch);
	body(root, 0);
	return element('table', { id: 'files' }, element('thead', {}, element('tr', {}, heading('path', 'file'), element('th'),
		heading('percent', 'places', 'n'), heading('reached', 'reached / all', 'n'), heading('lines', 'lines', 'n'),
		heading('functions', 'functions', 'n'))), element('tbody', {}, ...rows.slice(0, 5000).map(([at, depth]) => row(at, depth, at.isOpen))),
		rows.length > 5000 ? element('caption', {}, `${count(rows.length - 5000)} more rows: search for them.`) : '');
}

// "all / folder / folder": each a link.
function trail(steps, isFile) {
	const made = element('nav', { id: 'trail' }, element('a', { href: '#', id: 'back' }, KCOV.prefix || 'all'));
	steps.forEach((name, i) => made.append(i || !KCOV.prefix ? ' / ' : ' ', isFile && i === steps.length - 1 ? element('strong', {}, name) :
		element('a', { href: '#/' + steps.slice(0, i + 1).map(encodeURIComponent).join('/') }, name)));
	return made;
}

function list() {
	const folder = location.hash.startsWith('#/') ? location.hash.slice(2).split('/').map(decodeURIComponent).join('/') : '';
	const isSearch = $('search').value.trim() !== '', found = matching(folder);
	const ran = found.filter(file => file.places.reached), hidden = isSearch || $('idle').checked || !ran.length ? 0 : found.length - ran.length;
	let root = tree(found);
	for (let next = root; next; next = root.children.find(child => !child.file && (folder + '/').startsWith(child.path + '/'))) root = next;
	KCOV.shown = null;
	KCOV.hides = hidden > 0;
	$('main').replaceChildren(folder || KCOV.prefix ? trail(folder ? folder.split('/') : []) : '', picture(root), legend(), table(root, isSearch),
		!found.length ? 'Nothing has this name.' : hidden ? element('p', { id: 'hidden' }, `${many(hidden, 'file')} of which nothing ran: `,
			element('button', { onclick: () => { $('idle').checked = true; list(); } }, 'show')) : '');
}

function legend() {
	return element('p', { id: 'legend' }, 'A bar is a folder or a file, as wide as it has places. A place is a block of code that can be recorded. Of its places ran ',
		...[0, 5, 25, 50, 100].map(part => element('span', { class: 'key', style: colour(tally(100, part)) }, part + ' %')), ' ',
		KCOV.total.open ? element('span', { class: 'key', style: colour(tally(0, 0, 1)) }, '? not known') : '');
}

const WORDS = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(\/\/.*|\/\*.*?(?:\*\/|$))|\b(if|else|for|while|do|switch|case|default|return|break|continue|goto|struct|union|enum|static|const|inline|void|int|char|long|unsigned|sizeof|typedef|bool)\b/g;

// `state.comment`: a comment began on a line before and goes on.
function coloured(text, state) {
	const made = document.createDocumentFragment();
	let end = 0;
	if (state.comment) {
		const close = text.indexOf('*/');
		end = close < 0 ? text.length : close + 2;
		state.comment = close < 0;
		made.append(element('i', {}, text.slice(0, end)));
		text = text.slice(end);
		end = 0;
	}
	for (const match of text.matchAll(WORDS)) {
		made.append(text.slice(end, match.index), element(match[1] ? 'u' : match[2] ? 'i' : 'b', {}, match[0]));
		end = match.index + match[0].length;
		state.comment = match[0].startsWith('/*') && !(match[0].length > 3 && match[0].endsWith('*/'));
	}
	made.append(text.slice(end));
	return made;
}

// Which recording reached what so many records came before, and after how many of its own.
function firstOf(records) {
	const number = KCOV.runs.findIndex(run => records < run.end);
	return { number, run: KCOV.runs[number], own: records - (number > 0 ? KCOV.runs[number - 1].end : 0) };
}

function explain([, mark, all, reached, first, times]) {
	if (first < 0) return `not reached: ${many(all, 'place')}`;
	const { run, own } = firstOf(first);
	return `reached ${reached} of ${many(all, 'place')}, at most ${many(times, 'time')}, first after ${count(own)} records` +
		(run && KCOV.runs.length > 1 ? ` of ${run.name}` : '');
}

function sourceOf(number, content) {
	const marks = new Map(content.lines.map(line => [line[0], line])), blocks = new Map(content.blocks || []);
	const source = content.source || [], state = { comment: false }, several = KCOV.runs.length > 1;
	const pre = element('pre', { id: 'source' });
	const last = Math.max(source.length, content.lines.length ? content.lines[content.lines.length - 1][0] : 0);
	for (let line = 1; line <= last; line++) {
		const mark = marks.get(line), light = blocks.has(line) && (blocks.get(line) ? 'covered' : 'missed');
		if (!mark && !source.length) continue;
		pre.append(element('div', { id: 'L' + line, class: mark ? mark[1] : light ? 'light ' + light : undefined,
			title: mark ? explain(mark) : light ? `no place of its own: in a block that ${light === 'missed' ? 'did not run' : 'ran'}` : undefined },
			element('span', { class: 'count' }, mark ? count(mark[5]) : ''),
			several ? element('span', { class: 'run' }, mark && mark[4] >= 0 ? '#' + (firstOf(mark[4]).number + 1) : '') : '',
			element('a', { class: 'line', href: `#${number}:${line}` }, String(line)), element('span', {}, coloured(source[line - 1] || '', state))));
	}
	return pre;
}

function functionsOf(file) {
	const functions = KCOV.functions.filter(entry => entry[1] === file.number);
	return element('details', {}, element('summary', {}, `${ofText(file.functions)} functions`), element('table', {},
		...functions.map(([name, , line, all, reached, open]) => element('tr', { class: 'link',
			onclick: () => { if (line) location.hash = `${file.number}:${line}`; } },
			element('td', {}, name), element('td', {}, bar(tally(all, reached, open))), element('td', { class: 'n' }, ofText(tally(all, reached, open)))))));
}

function show(number, at) {
	const file = KCOV.files[number], content = KCOV.loaded[number];
	if (KCOV.shown !== number) {
		const marks = new Set(content.lines.map(line => line[1]));
		$('main').replaceChildren(trail(file.steps, true), element('p', { id: 'tools' },
			`${shareText(file.places)} of the places: ${ofText(file.places)}, lines ${ofText(file.lines)} `,
			element('button', { id: 'next', disabled: !marks.has('missed') && !marks.has('partly') && '', onclick: () => step(1) }, 'next uncovered (n)'),
			element('button', { disabled: !marks.has('missed') && !marks.has('partly') && '', onclick: () => step(-1) }, 'previous (p)')),
			element('p', { id: 'legend' }, 'A line is ', ...Object.keys(MARKS).filter(mark => marks.has(mark)).map(mark =>
				element('span', { class: 'key ' + mark }, `${mark}: ${MARKS[mark]}`)),
				content.blocks ? element('span', { class: 'key light covered' }, 'light: no place of its own, in a block that ran') : '',
				KCOV.runs.length > 1 ? ' Before the line: how often, and which recording reached it first.' : ' Before the line: how often.'),
			functionsOf(file), content.source ? '' : element('p', {}, 'The source was not found when the report was made.'), sourceOf(number, content));
		KCOV.shown = number;
	}
	document.querySelectorAll('#source .at').forEach(line => line.classList.remove('at'));
	if (at && $('L' + at)) {
		$('L' + at).classList.add('at');
		$('L' + at).scrollIntoView({ block: 'center' });
	} else scrollTo(0, 0);
}

// To the next or previous stretch of lines that are not covered.
function step(by) {
	const [number, at] = location.hash.slice(1).split(':').map(Number);
	let before = '';
	const starts = (KCOV.loaded[number] || { lines: [] }).lines.filter(([, mark]) => {
		const isStart = mark !== before && (mark === 'missed' || mark === 'partly');
		before = mark;
		return isStart;
	}).map(([line]) => line);
	if (by < 0) starts.reverse();
	const next = starts.find(line => by < 0 ? line < (at || Infinity) : line > (at || 0)) || starts[0];
	if (next) location.hash = `${number}:${next}`;
}

function load(number) {
	if (KCOV.loaded[number]) return true;
	if (!document.querySelector(`script[data-file="${number}"]`))
		document.head.append(element('script', { src: `src/${number}.js`, 'data-file': number,
			onerror: () => { $('main').replaceChildren(`src/${number}.js is missing.`); } }));
	return false;
}

function route() {
	const [number, line] = location.hash.slice(1).split(':');
	document.body.classList.toggle('file', /^\d+$/.test(number));
	if (!/^\d+$/.test(number)) list();
	else if (!KCOV.files[number]) $('main').replaceChildren('There is no such file in this report.');
	else if (load(number)) show(+number, line);
	else $('main').replaceChildren('Loading ...');
}

const distinct = (key, from = KCOV.runs) => [...new Set(from.map(run => run[key]).filter(Boolean))];

function figure(name, figures) {
	return element('div', { class: 'figure' }, element('small', {}, name), element('strong', {}, shareText(figures)), bar(figures), element('small', {}, ofText(figures)));
}

// What ran, when and where, and what is missing.
function headline() {
	const { total, runs, images } = KCOV, commands = distinct('command'), times = distinct('time').sort();
	const facts = [times.length > 1 ? `${times[0]} to ${times[times.length - 1]}` : times[0], distinct('host').map(host => host === 'user' ? 'user space' : host).join(', '),
		distinct('system').join(', '), many(runs.length, 'recording'), many(total.records, 'record')].filter(Boolean);
	const functions = tally(0, 0, total.open);
	KCOV.files.forEach(file => add(functions, file.functions));
	$('title').textContent = commands.length ? commands.slice(0, 2).join(' · ') + (commands.length > 2 ? ` and ${commands.length - 2} more` : '') : distinct('name').join(' ');
	document.title = `${shareText(tally(total.places, total.reached, total.open))} ${$('title').textContent} - kcov`;
	$('facts').append(facts.join(' · '), ' · ', element('span', total.lost ? { class: 'alarm' } : {}, total.lost ? `at least ${count(total.lost)} lost: some of what ran is missing` : 'none lost'),
		total.unknown ? element('span', { class: 'alarm' }, ` · ${count(total.unknown)} of code that is not known`) : '');
	$('figures').append(figure('places', tally(total.places, total.reached, total.open)),
		figure('lines', tally(total.lines, total.linesReached, total.open)), figure('functions', functions));
	$('about').append(element('table', {}, ...runs.map((run, i) => element('tr', {}, element('td', {}, '#' + (i + 1)), element('td', {}, run.name),
		element('td', {}, run.command || ''), element('td', {}, run.time || ''),
		element('td', { class: 'n' }, many(run.end - (i ? runs[i - 1].end : 0), 'record') + (run.lost ? `, ${count(run.lost)} lost` : ''))))),
		element('table', {}, ...images.map(([path, id]) => element('tr', {}, element('td', {}, path), element('td', {}, id === '-' ? 'no build id' : 'build id ' + id)))));
}

addEventListener('DOMContentLoaded', () => {
	headline();
	$('search').addEventListener('input', () => { if (/^#\d/.test(location.hash)) location.hash = ''; else list(); });
	$('idle').addEventListener('change', list);
	addEventListener('keydown', event => {
		if (event.target === $('search') || event.ctrlKey || event.altKey || event.metaKey) return;
		if (event.key === 'n' || event.key === 'p') step(event.key === 'n' ? 1 : -1);
		else if (event.key === '/') { event.preventDefault(); $('search').focus(); }
	});
	addEventListener('hashchange', route);
	route();
});
