"""What does an organiser hand out once a programme stands? A workbook, calendars and printed agendas."""

from kakehashi.apps.meetings.exports.folder import is_result, write_programme

__all__ = ["is_result", "write_programme"]
