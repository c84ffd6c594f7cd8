// mermaid-cli is handed a browser by the tests; nothing may be downloaded while installing.
module.exports = { skipDownload: true };
