// The one place that knows plotly: a chart is drawn once and then only told what changed.
const charts = new Map();
let draws = 0;
const tokens = /^--[a-z0-9-]+$/;

// Plotly takes longer to run than all else together, so that runs while the server prepares the page's circuit.
let loads;
const library = new Promise(given => loads = given);

/** Fetches and runs plotly, and draws one chart that nobody sees: a page's first costs half as much after it. */
export function load() {
    const script = document.createElement("script");
    script.src = document.getElementById("plotly").href;
    script.addEventListener("load", async () => {
        if (document.querySelector(".plot"))
            await Plotly.newPlot(document.createElement("div"), [{ x: [0, 1], y: [0, 1], mode: "markers+lines" }]);
        loads();
    });
    script.addEventListener("error", () => console.error("the chart library did not load:", script.src));
    document.head.append(script);
}

/** Colours come as names of the style sheet's, so that one chart serves both themes. */
function coloured(value, style) {
    if (typeof value === "string")
        return tokens.test(value) ? style.getPropertyValue(value).trim() : value;
    if (Array.isArray(value))
        return value.length > 0 && (typeof value[0] === "string" || typeof value[0] === "object") ? value.map(one => coloured(one, style)) : value;
    if (value !== null && typeof value === "object")
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, /^(text|customdata|x|y|name|hovertemplate)$/.test(key) ? one : coloured(one, style)]));
    return value;
}

/** Plotly takes some HTML in texts for markup; what users named is text. Templates are ours. */
function plain(value) {
    if (typeof value === "string")
        return value.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    return Array.isArray(value) ? value.map(plain) : value;
}

function escaped(trace) {
    for (const key of ["name", "text", "hovertext", "x", "y"])
        if (trace[key] !== undefined)
            trace[key] = plain(trace[key]);
    return trace;
}

/** Plotly shows dates as they are written, so moments are written in the viewer's zone. */
function local(trace) {
    const moved = value => typeof value === "string" && /T.*Z$/.test(value) ? new Date(Date.parse(value) - new Date(value).getTimezoneOffset() * 60000).toISOString().slice(0, -1) : value;
    for (const key of ["x", "base"])
        if (Array.isArray(trace[key]))
            trace[key] = trace[key].map(moved);
    return trace;
}

/** What plotly shows as markup of texts in a layout. */
function labelled(layout) {
    for (const annotation of layout.annotations ?? [])
        annotation.text = plain(annotation.text);
    for (const key of Object.keys(layout))
        if (/^[xy]axis/.test(key) && layout[key].ticktext)
            layout[key].ticktext = plain(layout[key].ticktext);
    return layout;
}

// Narrower plots have no room for a legend beside them.
const wide = 640, mostBelow = 8;

/** Beside the plot; on a phone below it, unless it would be longer than the plot. */
function legend(element, traces) {
    if (element.clientWidth >= wide)
        return { legend: { x: 1.02, y: 1, xanchor: "left", yanchor: "top" } };
    const named = traces.filter(trace => trace.showlegend !== false && trace.name).length;
    return { legend: { orientation: "h", x: 0, y: -0.22, yanchor: "top" }, ...(named > mostBelow ? { showlegend: false } : {}) };
}

/** What a picture of the chart is called when it is saved: the page's name and the chart's. */
function filename(element) {
    const caption = document.getElementById(element.getAttribute("aria-labelledby"))?.textContent ?? "chart";
    const page = document.title.replace(/ - Paretune$/, "");
    return `${page}-${caption}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
}

function themed(layout, style) {
    const ink = style.getPropertyValue("--chart-ink").trim(), grid = style.getPropertyValue("--chart-grid").trim();
    // A range of null is none to react(), which looks into what was there before.
    const known = given => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
    const axis = given => ({ gridcolor: grid, zerolinecolor: grid, linecolor: grid, automargin: true, ...known(given) });
    const axes = Object.fromEntries(Object.keys(layout).filter(key => /^[xy]axis\d*$/.test(key)).map(key => [key, axis(coloured(layout[key], style))]));
    return {
        paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { color: ink, family: "inherit" }, margin: { l: 56, r: 12, t: 12, b: 44 },
        // What was drawn around points has been told; its outline would only take the clicks.
        hovermode: "closest", uirevision: "keep", selections: [], selectionrevision: draws, ...coloured(layout, style), ...axes,
    };
}

// An outline that was drawn by hand has hundreds of corners; so many tell as well what lies within.
const mostCorners = 200;

/** The corners of what was drawn around points, in the values of the axes. */
function corners({ range, lassoPoints }) {
    if (lassoPoints) {
        const step = Math.ceil(lassoPoints.x.length / mostCorners), some = (_, index) => index % step === 0;
        return [lassoPoints.x.filter(some), lassoPoints.y.filter(some)];
    }
    const [[left, right], [low, high]] = [range.x, range.y];
    return [[left, right, right, left], [low, low, high, high]];
}

/** Tells the page what its viewer does with a chart. */
function listen(element, page, tells) {
    if (tells.point)
        element.on("plotly_click", event => event.points[0].customdata && page.invokeMethodAsync("Point", event.points[0].customdata));
    if (tells.area) {
        let isAdding = false;
        element.addEventListener("pointerdown", event => isAdding = event.shiftKey, { capture: true });
        element.on("plotly_selected", event => event && (event.range || event.lassoPoints) && page.invokeMethodAsync("Area", ...corners(event), isAdding));
        element.on("plotly_deselect", () => page.invokeMethodAsync("Area", [], [], false));
    }
    if (tells.move)
        element.on("plotly_relayout", change => {
            for (const shape of new Set(Object.keys(change).map(key => /^shapes\[(\d+)\]\.[xy][01]$/.exec(key)?.[1]).filter(Boolean))) {
                const { x0, y0 } = element.layout.shapes[shape];
                page.invokeMethodAsync("Move", Number(shape), x0, y0);
            }
        });
}

function paint(element, chart) {
    performance.mark("paretune-draw");
    const style = getComputedStyle(document.documentElement);
    const done = Plotly.react(
        element, chart.traces.map(trace => coloured(trace, style)), { ...themed(chart.layout, style), ...legend(element, chart.traces) },
        {
            displaylogo: false, toImageButtonOptions: { filename: filename(element), scale: 2 }, responsive: true, edits: { shapePosition: chart.tells.move },
            modeBarButtonsToRemove: [...(chart.tells.area ? [] : ["select2d", "lasso2d"]), "autoScale2d"],
        });
    performance.measure("paretune-draw", "paretune-draw");
    // A page that stays open for days keeps the newest only.
    performance.clearMarks("paretune-draw");
    if (++draws % 1000 === 0)
        performance.clearMeasures("paretune-draw");
    return done;
}

/**
 * Draws what changed.
 * @param change {count, traces: {index: trace}, layout}: traces that are not named stay as they are.
 * @param page who is told what its viewer does.
 * @param tells {point, area, move}: of which acts.
 */
export async function draw(element, change, page, tells) {
    await library;
    if (!element.isConnected)
        return;
    let chart = charts.get(element);
    if (!chart)
        charts.set(element, chart = { traces: [], layout: {}, tells });
    chart.traces.length = change.count;
    for (const [index, trace] of Object.entries(change.traces))
        chart.traces[index] = escaped(local(trace));
    if (change.layout)
        chart.layout = labelled(change.layout);
    chart.page = page;
    if (isInView(element))
        await show(element);
    else
        later(element);
}

/** Draws a chart, unless the page has taken it away meanwhile. */
async function show(element) {
    const chart = charts.get(element);
    if (!chart || !element.isConnected)
        return;
    await paint(element, chart);
    if (!chart.isShown) {
        chart.isShown = true;
        listen(element, chart.page, chart.tells);
    }
}

function isInView(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
}

// Charts out of view that have changed. They are drawn one at a time, when the page has nothing else to do.
const waiting = new Set();
const idle = then => window.requestIdleCallback?.(then, { timeout: 1000 }) ?? setTimeout(then);

function later(element) {
    waiting.add(element);
    if (waiting.size === 1)
        idle(next);
}

function next() {
    const [element] = waiting;
    waiting.delete(element);
    show(element);
    if (waiting.size > 0)
        idle(next);
}

addEventListener("beforeprint", () => waiting.forEach(show));

export function clear(element) {
    if (charts.delete(element))
        Plotly.purge(element);
}

/** After the theme has changed. */
export function redraw() {
    for (const [element, chart] of charts)
        if (element.isConnected)
            paint(element, chart);
}
