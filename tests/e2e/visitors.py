"""People at browsers: one Chromium process each, because a fake microphone belongs to the whole process."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, WebError

from tests import tools

PASSWORD = "a linnet sings at dawn"

# Chromium may use the fake microphone without asking, play sound at once, and call nobody outside.
_ARGUMENTS = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


@dataclass
class Visitor:
    """One person at one browser. `page` is the tab that opened first."""

    handle: str
    browser: Browser
    context: BrowserContext
    page: Page
    console: list[str] = field(default_factory=list)  # everything the console said
    problems: list[str] = field(default_factory=list)  # what should not have been said
    expected: list[str] = field(default_factory=list)

    @classmethod
    def arrive(cls, playwright: Playwright, url: str, handle: str, *, speech: Path | None = None, **context: object) -> Self:
        """Opens a browser at `url` whose microphone hears the WAV file `speech` over and over, or beeps without one.

        `context` are Playwright's options, such as viewport, color_scheme or bypass_csp.
        """
        microphone = [f"--use-file-for-fake-audio-capture={speech}"] if speech else []
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=[*_ARGUMENTS, *microphone])
        # Each movement is drawn by the processor that sound needs.
        room = browser.new_context(base_url=url, **{"reduced_motion": "reduce", **context})  # type: ignore[arg-type]
        room.set_default_timeout(60_000)
        visitor = cls(handle, browser, room, room.new_page())
        room.on("console", visitor._note)
        room.on("weberror", visitor._note_error)
        return visitor

    def expect_problem(self, part: str) -> None:
        """Console errors that contain `part` belong to what is tested."""
        self.expected.append(part)

    def unexpected_problems(self) -> list[str]:
        """Script errors, refused resources and violations of the content security policy that nobody expected."""
        return [problem for problem in self.problems if not any(part in problem for part in self.expected)]

    def sign_up(self, name: str | None = None) -> Self:
        """Joins Linnet through the real form."""
        self.page.goto("/accounts/signup/")
        self.page.get_by_label("Name", exact=True).fill(name or self.handle.title())
        self.page.get_by_label("Handle", exact=True).fill(self.handle)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign up").click()
        self.page.wait_for_url("/")
        return self

    def join(self, name: str | None = None) -> Self:
        """Joins Linnet like `sign_up`, but without any page having to be shown."""
        self.context.request.get("/accounts/signup/")
        token = next(cookie["value"] for cookie in self.context.cookies() if "csrf" in cookie["name"])
        told = {"name": name or self.handle.title(), "username": self.handle, "password1": PASSWORD, "csrfmiddlewaretoken": token}
        assert not self.context.request.post("/accounts/signup/", form=told).url.endswith("/signup/")
        return self

    def leave_evidence(self, folder: Path) -> None:
        """Keeps a picture of every tab and the console, for whoever looks into a failed test."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self.context.pages, start=1):
            page.screenshot(path=folder / f"{self.handle}-{number}.png")
        (folder / f"{self.handle}-console.txt").write_text("\n".join(self.console))

    def go(self) -> None:
        self.browser.close()

    def _note(self, message: ConsoleMessage) -> None:
        line = f"{message.type}: {message.text} ({message.location.get('url')})"
        self.console.append(line)
        if message.type == "error":
            self.problems.append(line)

    def _note_error(self, error: WebError) -> None:
        self.console.append(f"uncaught: {error.error}")
        self.problems.append(self.console[-1])
