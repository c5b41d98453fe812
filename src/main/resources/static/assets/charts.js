// Draws each figure from the table in it: its head names the series, each row is a point. The table says the same without this
// script, and to those who see no pictures. data-chart: "rows" for lying bars, "columns" for standing ones. A column whose head says
// data-plot="no", e.g. a sum, is not drawn.
"use strict";
(() => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name, otherwise) => style.getPropertyValue("--" + (name || otherwise)).trim();
    const ink = colour("ink"), soft = colour("soft"), line = colour("line");
    const font = getComputedStyle(document.body).fontFamily;

    const draw = figure => {
        const lying = figure.dataset.chart === "rows";
        const table = figure.querySelector("table");
        const heads = Array.from(table.tHead.rows[0].cells).slice(1).filter(head => head.dataset.plot !== "no");
        const many = heads.length > 1;
        const rows = Array.from(table.tBodies[0].rows);
        const names = {
            type: "category", data: rows.map(row => row.cells[0].textContent.trim()), inverse: lying,
            axisTick: {show: false}, axisLine: {lineStyle: {color: line}}, axisLabel: {color: lying ? ink : soft, hideOverlap: true}
        };
        const numbers = {
            type: "value", minInterval: 1, axisLabel: {color: soft, show: !lying || many}, splitLine: {show: !lying, lineStyle: {color: line}}
        };
        const plot = figure.querySelector(".plot");
        plot.hidden = false;
        if (lying && many) {
            plot.classList.add("tall");
        }
        const chart = echarts.init(plot);
        chart.setOption({
            animation: false,
            textStyle: {fontFamily: font, fontSize: 13},
            grid: {left: 4, right: lying ? 56 : 8, top: many ? 32 : 12, bottom: 4, containLabel: true},
            legend: {show: many, type: "scroll", right: 0, top: 0, itemWidth: 12, itemHeight: 12, textStyle: {color: ink}},
            // the default is HTML with inline styles, which the content policy forbids
            tooltip: {show: !lying || many, trigger: "axis", axisPointer: {type: "shadow"}, renderMode: "richText"},
            xAxis: lying ? numbers : names,
            yAxis: lying ? names : numbers,
            series: heads.map(head => ({
                type: "bar", name: head.textContent.trim(), stack: "all", barMaxWidth: lying ? 16 : 26,
                label: {show: lying && !many, position: "right", color: ink},
                // departments are many: each its own colour of the library's
                itemStyle: many && !head.dataset.colour ? {} : {color: colour(head.dataset.colour, "link")},
                data: rows.map(row => ({
                    value: Number(row.cells[head.cellIndex].textContent),
                    itemStyle: row.dataset.colour ? {color: colour(row.dataset.colour)} : undefined
                }))
            }))
        });
        new ResizeObserver(() => chart.resize()).observe(figure);
    };
    document.querySelectorAll("figure[data-chart]").forEach(draw);
})();
