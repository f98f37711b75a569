"""The desk in a browser. A page parses, calls one desk function, and shows; nothing is decided here.

A page is a module with a `router`, listed in `app.ROUTERS`, and a template that extends `frame.html`:

- `seat: Annotated[Seat, Depends(seated)]` is the person at the desk with the open office. Whoever is not logged in
  is sent to the log-in page; a form without its CSRF value is refused; a form sent twice is done once.
- `page(seat, template, **shown)` answers with a page, `refused(seat, error, template, **shown)` with the same page, the
  refusal at its top and what was typed still in it, `done(seat, to, words)` with the next page and one quiet line.
- `typed(request)` gives the fields of a form.
- In templates `forms.html` makes forms and fields; `|day` and `|longday` write dates.

List pages are `async def` and answer inline: on SQLite a read takes less than handing it to a thread. What writes or
renders goes through `run_in_threadpool`.
"""

from foidesk.web import keys as keys  # before any page: their addresses name it
