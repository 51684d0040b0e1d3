"""Reading sessions, attendance and what people have learned."""
