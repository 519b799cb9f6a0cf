// Draws every <section data-chart> from its JSON block; the table stays one tap away. ECharts is loaded when a chart is near.
const here = document.querySelector("script[data-echarts]");
const COLOURS = ["#2f6299", "#3d9384", "#d29a2c", "#8893a2", "#7b5ba3", "#c4704c"];
const FONT = getComputedStyle(document.body).fontFamily;

let library;
const load = () => {
  library ||= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = here.dataset.echarts;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
};

const text = { color: "#4b5563", fontFamily: FONT, fontSize: 12 };

const options = (data) => {
  const isAcross = data.kind === "across";
  const names = {
    type: "category", data: data.labels, inverse: isAcross, axisTick: { show: false },
    axisLine: { lineStyle: { color: "#c5ccd6" } }, axisLabel: { ...text, hideOverlap: true },
  };
  const figures = {
    type: "value", minInterval: 1,
    axisLabel: text, splitLine: { lineStyle: { color: "#eceff3" } },
  };
  return {
    color: COLOURS,
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    textStyle: { fontFamily: FONT },
    grid: { left: 4, right: isAcross ? 36 : 12, top: data.series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    legend: { show: data.series.length > 1, top: 0, left: 0, itemWidth: 14, itemHeight: 9, textStyle: text },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow", shadowStyle: { color: "rgba(31,39,51,.05)" } },
      backgroundColor: "#fff", borderColor: "#d5dae1", textStyle: { ...text, color: "#1f2733" },
      valueFormatter: (value) => (value == null ? "–" : `${Number(value).toLocaleString()} ${data.unit}`),
    },
    xAxis: isAcross ? figures : names,
    yAxis: isAcross ? names : figures,
    series: data.series.map((series) => drawn(series, data)),
  };
};

const drawn = (series, data) => {
  if (series.kind === "line") {
    return { name: series.label, type: "line", data: series.values, symbolSize: 6, lineStyle: { width: 2 }, showSymbol: series.values.length < 40 };
  }
  const isAcross = data.kind === "across";
  return {
    name: series.label, type: "bar", data: series.values, barMaxWidth: isAcross ? 14 : 28,
    stack: series.kind === "stacked" ? "all" : undefined,
    itemStyle: { borderRadius: series.kind === "stacked" ? 0 : (isAcross ? [0, 2, 2, 0] : [2, 2, 0, 0]) },
    label: {
      show: isAcross && data.series.length === 1, position: "right", ...text, formatter: (item) => Number(item.value).toLocaleString(),
    },
  };
};

const guarded = (cell) => {
  const plain = String(cell ?? "");
  const safe = typeof cell !== "number" && /^[=+\-@\t\r＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  return `"${safe.replaceAll('"', '""')}"`;
};

const csv = (data) => {
  const head = [data.labelTitle, ...data.series.map((series) => (data.unit ? `${series.label} (${data.unit})` : series.label))];
  const rows = data.labels.map((label, index) => [label, ...data.series.map((series) => series.values[index])]);
  return `\ufeff${[head, ...rows].map((row) => row.map(guarded).join(",")).join("\r\n")}\r\n`;
};

const save = (content, type, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const begin = async (section) => {
  const picture = section.querySelector(".chart-picture");
  const table = section.querySelector(".chart-table");
  const data = JSON.parse(document.getElementById(section.dataset.chart).textContent);
  section.dataset.drawn = "";
  try {
    await load();
  } catch {
    return;
  }
  picture.hidden = false;
  table.hidden = true;
  section.querySelector(".chart-tools").hidden = false;
  // eslint-disable-next-line no-undef
  const chart = echarts.init(picture, null, { renderer: "svg" });
  chart.setOption(options(data));
  chart.on("click", (event) => { if (data.links[event.dataIndex]) location.href = data.links[event.dataIndex]; });
  new ResizeObserver(() => chart.resize()).observe(picture);
  const toggle = section.querySelector("[data-chart-toggle]");
  toggle.addEventListener("click", () => {
    const showTable = table.hidden;
    table.hidden = !showTable;
    picture.hidden = showTable;
    toggle.querySelector("span").textContent = showTable ? section.dataset.showChart : section.dataset.showTable;
    if (!showTable) chart.resize();
  });
  section.querySelector("[data-chart-csv]").addEventListener("click", () => save(csv(data), "text/csv;charset=utf-8", `${data.title}.csv`));
  section.querySelector("[data-chart-svg]").addEventListener("click", () => save(chart.renderToSVGString(), "image/svg+xml", `${data.title}.svg`));
};

const watcher = new IntersectionObserver((entries) => entries.forEach((entry) => {
  if (entry.isIntersecting) {
    watcher.unobserve(entry.target);
    begin(entry.target);
  }
}), { rootMargin: "200px" });
const find = (root) => root.querySelectorAll("[data-chart]:not([data-drawn])").forEach((section) => watcher.observe(section));
find(document);
document.body.addEventListener("htmx:load", (event) => find(event.detail.elt));
