// SPDX-License-Identifier: GPL-2.0-only OR MIT
// The pages of a report: one table, one picture, and a file at a time, which is
// fetched by adding a <script>, as that works from a disk too.
'use strict';

const KCOV = { files: [], functions: [], total: {}, loaded: {}, sort: { key: 'path', down: false } };
const $ = id => document.getElementById(id);
const percent = (reached, all) => !all ? 0 : reached === all ? 100 : Math.min(99.9, 100 * reached / all);

function element(tag, attributes, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes || {})) {
		if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
		else if (value !== undefined) made.setAttribute(name, value);
	}
	made.append(...children);
	return made;
}

// Called by files.js: [path, places, reached, lines, reached].
KCOV.begin = (total, files) => {
	KCOV.total = total;
	KCOV.files = files.map(([path, places, reached, lines, linesReached], number) =>
		({ number, path, places, reached, lines, linesReached, percent: percent(reached, places) }));
};

// Called by src/N.js.
KCOV.file = (number, content) => {
	KCOV.loaded[number] = content;
	if (location.hash.split(':')[0] === '#' + number) route();
};

function load(number) {
	if (KCOV.loaded[number]) return true;
	if (!document.querySelector(`script[data-file="${number}"]`))
		document.head.append(element('script', { src: `src/${number}.js`, 'data-file': number,
			onerror: () => { $('main').replaceChildren(`src/${number}.js is missing.`); } }));
	return false;
}

function row(file) {
	const open = () => { location.hash = file.number; };
	const bar = element('span', { class: 'bar' }, element('i', { style: `width:${file.percent}%` }));
	return element('tr', { class: 'link', tabindex: 0, onclick: open, onkeydown: event => event.key === 'Enter' && open() },
		element('td', {}, file.path), element('td', {}, bar),
		element('td', { class: 'n' }, file.percent.toFixed(1) + ' %'),
		element('td', { class: 'n' }, `${file.reached} / ${file.places}`),
		element('td', { class: 'n' }, `${file.linesReached} / ${file.lines}`));
}

function heading(key, title, kind) {
	const { sort } = KCOV;
	return element('th', { class: kind, 'data-key': key,
		'aria-sort': sort.key === key ? (sort.down ? 'descending' : 'ascending') : undefined,
		onclick: () => { sort.down = sort.key === key && !sort.down; sort.key = key; list(); } }, title);
}

// All files whose path, or one of whose functions' names, has the words.
function matching() {
	const words = $('search').value.toLowerCase().split(/\s+/).filter(Boolean);
	const names = new Set(words.length ? KCOV.functions.filter(([name]) =>
		words.every(word => name.toLowerCase().includes(word))).map(([, file]) => file) : []);
	return KCOV.files.filter(file => file.places && (names.has(file.number) ||
		words.every(word => file.path.toLowerCase().includes(word))));
}

function list() {
	const { key, down } = KCOV.sort;
	const files = matching().sort((a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0) * (down ? -1 : 1));
	const head = element('tr', {}, heading('path', 'file'), element('th'), heading('percent', 'places', 'n'),
		heading('places', 'reached / all', 'n'), heading('lines', 'lines', 'n'));
	$('main').replaceChildren(picture(files), element('table', { id: 'files' }, element('thead', {}, head),
		element('tbody', {}, ...files.slice(0, 5000).map(row))));
	if (files.length > 5000) $('main').append(`${files.length - 5000} more: search for them.`);
}

// Folders above their files; as wide as they have places.
function tree(files) {
	const root = { name: '', places: 0, reached: 0, children: new Map() };
	for (const file of files) {
		let node = root;
		for (const name of ['', ...file.path.split('/')]) {
			if (name !== '' || node !== root) {
				if (!node.children.has(name))
					node.children.set(name, { name, places: 0, reached: 0, children: new Map(), file });
				node = node.children.get(name);
			}
			node.places += file.places;
			node.reached += file.reached;
		}
	}
	return root;
}

function picture(files) {
	const width = 1000, height = 18, space = 'http://www.w3.org/2000/svg';
	const svg = document.createElementNS(space, 'svg');
	let deepest = 0;
	const draw = (node, x, depth, path) => {
		const w = width * node.places / (KCOV.shown || 1);
		if (w < 1 || depth > 12) return;
		deepest = Math.max(deepest, depth);
		const rect = document.createElementNS(space, 'rect');
		const share = percent(node.reached, node.places);
		for (const [name, value] of Object.entries({ x, y: depth * height, width: w, height, fill: `hsl(${1.2 * share} 55% 55%)` }))
			rect.setAttribute(name, value);
		const title = document.createElementNS(space, 'title');
		title.textContent = `${path || 'all'}: ${node.reached} of ${node.places} places, ${share.toFixed(1)} %`;
		rect.append(title);
		rect.addEventListener('click', () => {
			if (node.children.size) { $('search').value = path; list(); } else location.hash = node.file.number;
		});
		svg.append(rect);
		if (w > 7 * node.name.length + 8) {
			const text = document.createElementNS(space, 'text');
			text.setAttribute('x', x + 4);
			text.setAttribute('y', depth * height + 13);
			text.textContent = node.name || 'all';
			svg.append(text);
		}
		for (const child of [...node.children.values()].sort((a, b) => b.places - a.places)) {
			draw(child, x, depth + 1, path ? path + '/' + child.name : child.name);
			x += width * child.places / (KCOV.shown || 1);
		}
	};
	const root = tree(files);
	KCOV.shown = root.places;
	draw(root, 0, 0, '');
	svg.setAttribute('viewBox', `0 0 ${width} ${(deepest + 1) * height}`);
	svg.setAttribute('id', 'picture');
	return svg;
}

const WORDS = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(\/\/.*|\/\*.*?(?:\*\/|$)|^\s*\*(?:\s.*|\/)?$)|\b(if|else|for|while|do|switch|case|default|return|break|continue|goto|struct|union|enum|static|const|inline|void|int|char|long|unsigned|sizeof|typedef|bool)\b/g;

function coloured(text) {
	const made = document.createDocumentFragment();
	let end = 0;
	for (const match of text.matchAll(WORDS)) {
		made.append(text.slice(end, match.index), element(match[1] ? 'u' : match[2] ? 'i' : 'b', {}, match[0]));
		end = match.index + match[0].length;
	}
	made.append(text.slice(end));
	return made;
}

function show(number, at) {
	const file = KCOV.files[number], content = KCOV.loaded[number];
	const marks = new Map(content.lines.map(line => [line[0], line]));
	const source = content.source || [];
	const last = Math.max(source.length, ...content.lines.map(line => line[0]));
	const pre = element('pre', { id: 'source' });
	for (let line = 1; line <= last; line++) {
		const mark = marks.get(line);
		if (!mark && !source.length) continue;
		pre.append(element('div', { id: 'L' + line, class: mark && mark[1],
			title: mark && (mark[4] < 0 ? 'not reached' : `reached ${mark[3]} of ${mark[2]} places, first after ${mark[4]} records`) },
			element('span', { class: 'count' }, mark ? String(mark[5]) : ''),
			element('span', { class: 'line' }, String(line)), element('span', {}, coloured(source[line - 1] || ''))));
	}
	const functions = KCOV.functions.filter(entry => entry[1] === file.number && entry[3]);
	$('main').replaceChildren(element('h2', {}, file.path), element('p', {},
		`${file.reached} of ${file.places} places, ${file.linesReached} of ${file.lines} lines. `,
		element('a', { href: '#', id: 'back' }, 'All files')),
		source.length ? '' : 'The source was not found when the report was made.',
		element('details', {}, element('summary', {}, `${functions.length} functions`), element('table', {},
			...functions.map(([name, , line, all, reached]) => element('tr', { class: 'link',
				onclick: () => { location.hash = `${number}:${line}`; } },
				element('td', {}, name), element('td', { class: 'n' }, `${reached} / ${all}`))))), pre);
	if (at && $('L' + at)) $('L' + at).scrollIntoView({ block: 'center' });
	else scrollTo(0, 0);
}

function route() {
	const [number, line] = location.hash.slice(1).split(':');
	if (number === '') list();
	else if (!KCOV.files[number]) $('main').replaceChildren('There is no such file in this report.');
	else if (load(number)) show(number, line);
	else $('main').replaceChildren('Loading ...');
}

addEventListener('DOMContentLoaded', () => {
	const { reached, places, command } = KCOV.total;
	$('title').textContent = `${percent(reached, places).toFixed(1)} % of ${places} places`;
	document.title = `kcov: ${command || ''} ${$('title').textContent}`;
	$('search').addEventListener('input', () => { if (location.hash.length > 1) location.hash = ''; else list(); });
	addEventListener('hashchange', route);
	route();
});
