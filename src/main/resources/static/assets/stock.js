// Draws the charts of the stock's page from the data beside them. Without this script the tables say the same.
"use strict";
(() => {
    const colour = kind => getComputedStyle(document.documentElement).getPropertyValue({good: "--good", ended: "--red", quiet: "--line"}[kind]).trim();
    for (const place of document.querySelectorAll("[data-chart]")) {
        const {lying, labels, series} = JSON.parse(place.dataset.chart);
        place.hidden = false;
        const names = {type: "category", data: labels, inverse: lying};
        const numbers = {type: "value", minInterval: 1};
        const chart = echarts.init(place, null, {height: lying ? 90 + 30 * labels.length : 360});
        chart.setOption({
            animation: false,
            legend: {type: "scroll"},
            grid: {left: 10, right: 20, top: 50, bottom: 10, containLabel: true},
            // as rich text: the page's policy allows no styles in HTML
            tooltip: {trigger: "axis", renderMode: "richText", axisPointer: {type: "shadow"}},
            xAxis: lying ? numbers : names,
            yAxis: lying ? names : numbers,
            series: series.map(one => ({
                name: one.name, type: "bar", stack: "all", data: one.values, barMaxWidth: 40,
                itemStyle: one.kind ? {color: colour(one.kind)} : {}
            }))
        });
        addEventListener("resize", () => chart.resize());
    }
})();
