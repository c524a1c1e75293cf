(function () {
  "use strict";
  var root = document.documentElement;
  var table = document.querySelector(".connections");
  if (!table) { return; }
  root.classList.add("js");
  var bodies = Array.prototype.slice.call(table.tBodies);
  var search = document.querySelector("#search");
  var sorting = document.querySelector(".sorting");
  var shown = document.querySelector("#shown");
  var every = document.querySelector("#every");
  var chips = Array.prototype.slice.call(document.querySelectorAll("button[data-verdict]"));
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var texts = bodies.map(function (body) { return body.textContent.toLowerCase(); });

  function toggle(body, open) {
    var button = body.querySelector(".verdict");
    body.querySelector(".more").hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  }

  function isOpen(body) { return !body.querySelector(".more").hidden; }

  bodies.forEach(function (body, number) {
    var word = body.querySelector(".verdict");
    var more = body.querySelector(".more");
    var button = document.createElement("button");
    button.type = "button";
    button.className = word.className;
    button.textContent = word.textContent;
    more.id = "more-" + number;
    button.setAttribute("aria-controls", more.id);
    word.replaceWith(button);
    toggle(body, false);
    body.querySelector(".row").addEventListener("click", function () {
      if (!String(window.getSelection())) { toggle(body, !isOpen(body)); }
    });
  });

  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var wanted = chips.filter(function (chip) { return chip.getAttribute("aria-pressed") === "true"; })
      .map(function (chip) { return chip.dataset.verdict; });
    var count = 0;
    bodies.forEach(function (body, number) {
      var fits = (!wanted.length || wanted.indexOf(body.dataset.verdict) >= 0) &&
        words.every(function (word) { return texts[number].indexOf(word) >= 0; });
      body.hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = count === bodies.length ? count + " connections" : count + " of " + bodies.length + " connections";
  }

  search.addEventListener("input", filter);
  chips.forEach(function (chip) {
    chip.addEventListener("click", function () {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  });
  every.addEventListener("click", function () {
    var open = bodies.some(function (body) { return !body.hidden && !isOpen(body); });
    bodies.forEach(function (body) { if (!body.hidden) { toggle(body, open); } });
    every.textContent = open ? "Close all" : "Open all";
  });

  function key(body, column) {
    var cell = body.rows[0].cells[column];
    return cell.dataset.sort || cell.textContent.trim().toLowerCase();
  }

  function sort(column, descending) {
    var collator = new Intl.Collator(undefined, { numeric: true });
    var keyed = bodies.map(function (body, number) { return [key(body, column), number, body]; });
    keyed.sort(function (a, b) {
      return (descending ? collator.compare(b[0], a[0]) : collator.compare(a[0], b[0])) || a[1] - b[1];
    });
    keyed.forEach(function (each) { table.appendChild(each[2]); });
    heads.forEach(function (head, number) {
      head.setAttribute("aria-sort", number !== column ? "none" : descending ? "descending" : "ascending");
    });
    sorting.value = String(column);
  }

  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    var option = document.createElement("option");
    button.type = "button";
    button.textContent = head.textContent;
    option.value = String(column);
    option.textContent = "Sort by " + head.textContent.toLowerCase();
    head.dataset.title = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    sorting.appendChild(option);
    button.addEventListener("click", function () { sort(column, head.getAttribute("aria-sort") === "ascending"); });
  });
  sorting.addEventListener("change", function () { sort(Number(sorting.value), false); });
  heads[0].setAttribute("aria-sort", "ascending");
  filter();
}());
