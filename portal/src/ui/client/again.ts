/** Fetches the page again after a moment: used where the server said "not yet". */
setTimeout(() => location.reload(), 1000);
