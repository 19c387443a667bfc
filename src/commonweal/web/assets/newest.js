// A chart of years that is wider than its room begins at its newest year.
for (const chart of document.querySelectorAll(".cw-theograph")) chart.scrollLeft = chart.scrollWidth;
