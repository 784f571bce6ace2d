"""When a browser may be woken: quiet hours, days and mornings by somebody's own clock. Plain times, nothing is looked up."""

from datetime import datetime, time, timedelta, tzinfo

MORNING = time(8)  # for who has no quiet hours

QuietHours = tuple[time, time]  # from, until; the end may lie on the next day


def quiet_until(now: datetime, hours: QuietHours | None, clock: tzinfo) -> datetime | None:
    """The end of the quiet hours in which `now` lies; None if it lies in none. What is exactly at the end is not quiet."""
    if hours is None:
        return None
    here = now.astimezone(clock)
    begins, ends = hours
    at = here.time().replace(tzinfo=None)
    is_quiet = begins <= at < ends if begins < ends else at >= begins or at < ends
    return next_time(now, ends, clock) if is_quiet else None


def next_morning(now: datetime, hours: QuietHours | None, clock: tzinfo) -> datetime:
    """When the next day begins for somebody: at the end of their quiet hours, else at eight."""
    tomorrow = start_of_day(now, clock) + timedelta(days=1, hours=1)  # an hour more, for the day on which clocks go back
    wakes = hours[1] if hours else MORNING
    return datetime.combine(tomorrow.astimezone(clock).date(), wakes, clock)


def next_time(now: datetime, at: time, clock: tzinfo) -> datetime:
    """The next moment after `now` at which their clock shows `at`."""
    today = now.astimezone(clock).date()
    moment = datetime.combine(today, at, clock)
    return moment if moment > now else datetime.combine(today + timedelta(days=1), at, clock)


def start_of_day(now: datetime, clock: tzinfo) -> datetime:
    """Their last midnight."""
    return datetime.combine(now.astimezone(clock).date(), time(), clock)
