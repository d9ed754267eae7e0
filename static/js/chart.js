// Draws the charts of a page on canvas: options from the page, colours from the tokens, numbers as the reader's
// language writes them. Words go onto the canvas, never into the page as HTML. Without this file the table says all.

const PALETTE = ["--accent", "--line-strong", "--ink-soft", "--accent-deep"];
const PATTERNS = [
  { symbol: "none" },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: "rgb(255 255 255 / 45%)" },
  { symbol: "circle", symbolSize: 0.6, dashArrayX: [6, 6], dashArrayY: 6, color: "rgb(255 255 255 / 60%)" },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: "rgb(255 255 255 / 45%)" },
];
const SHORTEST = 280;
const OF_A_BAR = 34;

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const written = new Intl.NumberFormat(document.documentElement.lang || "zh-CN", { maximumFractionDigits: 2 });
const number = (value) => (value === "-" || value === undefined ? "–" : written.format(value));

function axis(given) {
  const lines = { lineStyle: { color: token("--line-strong") } };
  const labels = { color: token("--ink-quiet") };
  if (given.type === "category") return { ...given, axisLine: lines, axisTick: { show: false }, axisLabel: labels };
  const split = { lineStyle: { color: token("--line") } };
  return { ...given, splitLine: split, axisLabel: { ...labels, formatter: number, hideOverlap: true }, nameTextStyle: labels };
}

function dressed(options) {
  const text = { color: token("--ink"), fontFamily: getComputedStyle(document.body).fontFamily };
  return {
    animation: false,
    color: PALETTE.map(token),
    textStyle: text,
    aria: { enabled: true, label: { enabled: false }, decal: { show: options.series.length > 1, decals: PATTERNS } },
    grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
    ...options,
    legend: { ...options.legend, top: 0, left: 0, textStyle: { color: token("--ink") } },
    xAxis: { ...axis(options.xAxis), name: "" }, // at the end of a line it would be cut off; the caption says it
    yAxis: axis(options.yAxis),
    series: options.series.map((series) => ({
      ...series,
      barMaxWidth: 28,
      symbolSize: 7,
      markLine: series.markLine && {
        ...series.markLine,
        symbol: "none",
        label: { formatter: "{b}", position: "insideEndTop", color: token("--ink") },
        lineStyle: { color: token("--ink-soft"), type: "dashed" },
      },
    })),
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      axisPointer: { type: "shadow" },
      backgroundColor: token("--surface"),
      borderColor: token("--line-strong"),
      textStyle: text,
      valueFormatter: number,
    },
  };
}

function draw(figure) {
  const place = figure.querySelector(".chart-canvas");
  const options = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  place.hidden = false;
  if (options.yAxis.type === "category") {
    const bars = options.yAxis.data.length * Math.max(1, options.series.length);
    place.style.height = `${Math.max(SHORTEST, 90 + bars * (OF_A_BAR / Math.max(1, options.series.length) + 4))}px`;
  }
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const show = () => chart.setOption(dressed(options), true);
  show();
  new ResizeObserver(() => chart.resize()).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  chart.on("click", (event) => {
    if (event.data?.link) location.assign(event.data.link);
  });
}

if (globalThis.echarts) {
  document.querySelectorAll("[data-chart]").forEach(draw);
  document.addEventListener("htmx:afterSwap", (event) => event.target.querySelectorAll("[data-chart]").forEach(draw));
}
