// The pages work without this script. It adds suggestions to the search box, keys, and buttons that copy.
"use strict";

const box = document.getElementById("q");
const list = document.getElementById("suggestions");

// Suggestions: the phrases that begin with what is typed, asked for when the typing pauses.
let pause = 0;
let asked = new AbortController();
const suggest = async () => {
	const typed = box.value.trimStart();
	asked.abort();
	if (typed.length < 2) {
		list.replaceChildren();
		return;
	}
	asked = new AbortController();
	try {
		const answer = await fetch("/goi-y?q=" + encodeURIComponent(typed), { signal: asked.signal });
		if (!answer.ok) return;
		list.replaceChildren(...(await answer.json()).map((phrase) => {
			const option = document.createElement("option");
			option.value = phrase;
			return option;
		}));
	} catch {
		// The next letter asks again.
	}
};
box?.addEventListener("input", (event) => {
	clearTimeout(pause);
	if (event.inputType !== "insertReplacementText") pause = setTimeout(suggest, 120);
});

// Keys. None of them is taken from a field that is written in, or together with Ctrl, Alt or Meta.
const titles = () => [...document.querySelectorAll(".hit :is(h2, h3) a")];
const step = (by) => {
	const all = titles();
	if (all.length === 0) return;
	const at = all.indexOf(document.activeElement);
	const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
	all[next].focus({ focusVisible: true });
	all[next].closest(".hit").scrollIntoView({ block: "nearest" });
};
const follow = (selector) => document.querySelector(selector)?.click();
const keys = {
	"/": () => { box.focus(); box.select(); },
	"j": () => step(1),
	"k": () => step(-1),
	"n": () => follow('a[rel="next"]'),
	"p": () => follow('a[rel="prev"]'),
	"?": () => { location.href = "/tro-giup#phim"; },
};
document.addEventListener("keydown", (event) => {
	const target = event.target;
	if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
	if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) {
		if (event.key === "Escape") {
			event.preventDefault(); // a search box would be emptied
			target.blur();
		}
		return;
	}
	const act = keys[event.key];
	if (!act) return;
	event.preventDefault();
	act();
});

// Buttons that copy: <button type="button" data-copy="#id" hidden>. The text of the element is copied.
for (const button of document.querySelectorAll("button[data-copy]")) {
	if (!navigator.clipboard) continue;
	button.hidden = false;
	button.addEventListener("click", async () => {
		await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
		const text = button.textContent;
		button.textContent = button.dataset.copied || text;
		setTimeout(() => { button.textContent = text; }, 2000);
	});
}

// Buttons that print: <button type="button" data-print hidden>.
for (const button of document.querySelectorAll("button[data-print]")) {
	button.hidden = false;
	button.addEventListener("click", () => window.print());
}
