// Draws each figure from the table in it: its head names the series, each row is a point. The table says the same without this
// script, and to those who see no pictures. data-chart: "rows" for lying bars, "columns" for standing ones.
"use strict";
(() => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name, otherwise) => style.getPropertyValue("--" + (name || otherwise)).trim();
    const ink = colour("ink"), soft = colour("soft"), line = colour("line");
    const font = getComputedStyle(document.body).fontFamily;

    const draw = figure => {
        const lying = figure.dataset.chart === "rows";
        const table = figure.querySelector("table");
        const heads = Array.from(table.tHead.rows[0].cells).slice(1);
        const rows = Array.from(table.tBodies[0].rows);
        const names = {
            type: "category", data: rows.map(row => row.cells[0].textContent.trim()), inverse: lying,
            axisTick: {show: false}, axisLine: {lineStyle: {color: line}}, axisLabel: {color: lying ? ink : soft, hideOverlap: true}
        };
        const numbers = {
            type: "value", minInterval: 1, axisLabel: {color: soft, show: !lying}, splitLine: {show: !lying, lineStyle: {color: line}}
        };
        const plot = figure.querySelector(".plot");
        plot.hidden = false;
        const chart = echarts.init(plot);
        chart.setOption({
            animation: false,
            textStyle: {fontFamily: font, fontSize: 13},
            grid: {left: 4, right: lying ? 56 : 8, top: heads.length > 1 ? 32 : 12, bottom: 4, containLabel: true},
            legend: {show: heads.length > 1, right: 0, top: 0, itemWidth: 12, itemHeight: 12, textStyle: {color: ink}},
            // the default is HTML with inline styles, which the content policy forbids
            tooltip: {show: !lying, trigger: "axis", axisPointer: {type: "shadow"}, renderMode: "richText"},
            xAxis: lying ? numbers : names,
            yAxis: lying ? names : numbers,
            series: heads.map((head, column) => ({
                type: "bar", name: head.textContent.trim(), stack: "all", barMaxWidth: lying ? 16 : 26,
                label: {show: lying, position: "right", color: ink},
                itemStyle: {color: colour(head.dataset.colour, "link")},
                data: rows.map(row => ({
                    value: Number(row.cells[column + 1].textContent),
                    itemStyle: row.dataset.colour ? {color: colour(row.dataset.colour)} : undefined
                }))
            }))
        });
        new ResizeObserver(() => chart.resize()).observe(figure);
    };
    document.querySelectorAll("figure[data-chart]").forEach(draw);
})();
