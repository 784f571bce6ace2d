/* The line may be back without a word, and a server too: look now and then, less and less often. */
let pause = 2000; // milliseconds
async function look() {
  try {
    await fetch(location.origin + "/offline/", { method: "HEAD", cache: "no-store", credentials: "omit" });
    location.reload();
  } catch {
    pause = Math.min(pause * 1.5, 30000);
    setTimeout(look, pause);
  }
}
if (location.pathname !== "/offline/") {
  setTimeout(look, pause);
  addEventListener("online", look);
}
