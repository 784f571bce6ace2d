/** Every page begins here. */
import { registerLate } from "./lib/service_worker.js";
import { engine } from "./live/engine.js";
import "./elements/ask-first.js";
import "./elements/compose-button.js";
import "./elements/confirm-box.js";
import "./elements/conversation-page.js";
import "./elements/copy-link.js";
import "./elements/delete-tweet.js";
import "./elements/drop-down.js";
import "./elements/group-chooser.js";
import "./elements/group-picture.js";
import "./elements/keyboard-shortcuts.js";
import "./elements/live-count.js";
import "./elements/install-app.js";
import "./elements/kept-words.js";
import "./elements/message-composer.js";
import "./elements/message-inbox.js";
import "./elements/message-log.js";
import "./elements/message-outbox.js";
import "./elements/modal-box.js";
import "./elements/mod-desk.js";
import "./elements/own-face.js";
import "./elements/page-frame.js";
import "./elements/passkey-form.js";
import "./elements/password-field.js";
import "./elements/people-picker.js";
import "./elements/picture-cropper.js";
import "./elements/picture-field.js";
import "./elements/picture-viewer.js";
import "./elements/push-switch.js";
import "./elements/reply-list.js";
import "./elements/report-box.js";
import "./elements/retweet-menu.js";
import "./elements/search-box.js";
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
import "./elements/space-invitation.js";
import "./elements/space-invited.js";
import "./elements/space-keys.js";
import "./elements/space-links.js";
import "./elements/space-mic-test.js";
import "./elements/space-more-menu.js";
import "./elements/space-people.js";
import "./elements/space-person-menu.js";
import "./elements/space-reactions.js";
import "./elements/space-requests.js";
import "./elements/space-share.js";
import "./elements/space-sharing.js";
import "./elements/space-sheet.js";
import "./elements/space-sound.js";
import "./elements/space-stage.js";
import "./elements/space-threshold.js";
import "./elements/space-start-form.js";
import "./elements/space-start.js";
import "./elements/space-unsupported.js";
import "./elements/space-way-in.js";
import "./elements/tab-socket.js";
import "./elements/theme-choice.js";
import "./elements/time-ago.js";
import "./elements/toast-shelf.js";
import "./elements/toggle-form.js";
import "./elements/tweet-composer.js";
import "./elements/tweet-counts.js";
import "./elements/tweet-feed.js";
import "./elements/tweet-poll.js";
import "./elements/unread-count.js";
import "./elements/word-suggestions.js";
import "./elements/write-sheet.js";

/** Workers and worklets have hashed names, which only the server knows. */
const addresses = document.getElementById("linnet-urls");
if (addresses) {
  const urls = JSON.parse(addresses.textContent);
  engine.configure({ liveWorker: urls.live_worker, captureWorklet: urls.capture_worklet, playbackWorklet: urls.playback_worklet });
}

registerLate();

/** For who listens to this page from outside, tests and benches: importing the script once more gives the same. */
export const sound = engine;
