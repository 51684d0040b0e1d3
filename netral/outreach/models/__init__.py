"""Sessions with who attended, their files, and what people learned in courses."""

from netral.outreach.models.courses import CourseResult
from netral.outreach.models.sessions import Attendance, Session, SessionFile

__all__ = ["Attendance", "CourseResult", "Session", "SessionFile"]
