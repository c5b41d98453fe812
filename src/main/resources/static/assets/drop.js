// A file that is dropped anywhere on the page goes into the form and is sent. Without this script the form does the same.
"use strict";
(() => {
    const form = document.querySelector("form.drop");
    if (!form) {
        return;
    }
    const field = form.querySelector("input[type=file]");
    const hasFiles = event => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
    form.querySelector(".drop-hint").hidden = false;
    document.addEventListener("dragover", event => {
        if (hasFiles(event)) {
            event.preventDefault();
            form.classList.add("over");
        }
    });
    document.addEventListener("dragleave", event => {
        if (event.relatedTarget === null) {
            form.classList.remove("over");
        }
    });
    document.addEventListener("drop", event => {
        if (!hasFiles(event) || event.dataTransfer.files.length === 0) {
            return;
        }
        event.preventDefault();
        form.classList.remove("over");
        const first = new DataTransfer();
        first.items.add(event.dataTransfer.files[0]);
        field.files = first.files;
        form.requestSubmit();
    });
})();
