/** Every page begins here. */
import { engine } from "./live/engine.js";
import "./elements/compose-button.js";
import "./elements/confirm-box.js";
import "./elements/copy-link.js";
import "./elements/delete-tweet.js";
import "./elements/drop-down.js";
import "./elements/keyboard-shortcuts.js";
import "./elements/live-count.js";
import "./elements/modal-box.js";
import "./elements/page-frame.js";
import "./elements/password-field.js";
import "./elements/space-caption-menu.js";
import "./elements/space-captions.js";
import "./elements/space-card.js";
import "./elements/space-closed.js";
import "./elements/space-consent.js";
import "./elements/space-controls.js";
import "./elements/space-dock.js";
import "./elements/space-entry.js";
import "./elements/space-hearers.js";
import "./elements/space-herald.js";
import "./elements/space-keys.js";
import "./elements/space-mic-test.js";
import "./elements/space-more-menu.js";
import "./elements/space-people.js";
import "./elements/space-person-menu.js";
import "./elements/space-reactions.js";
import "./elements/space-requests.js";
import "./elements/space-sheet.js";
import "./elements/space-sound.js";
import "./elements/space-stage.js";
import "./elements/space-start-form.js";
import "./elements/space-start-now.js";
import "./elements/space-start.js";
import "./elements/space-unsupported.js";
import "./elements/tab-socket.js";
import "./elements/theme-choice.js";
import "./elements/time-ago.js";
import "./elements/toast-shelf.js";
import "./elements/toggle-form.js";
import "./elements/tweet-composer.js";
import "./elements/tweet-feed.js";

/** Workers and worklets have hashed names, which only the server knows. */
const addresses = document.getElementById("linnet-urls");
if (addresses) {
  const urls = JSON.parse(addresses.textContent);
  engine.configure({ liveWorker: urls.live_worker, captureWorklet: urls.capture_worklet, playbackWorklet: urls.playback_worklet });
}
