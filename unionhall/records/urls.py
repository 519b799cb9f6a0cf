"""Where records are seen."""

from django.urls import path

from unionhall.records.views import desk, public

app_name = "records"

desk_patterns = [
    path("journal/", desk.JournalList.as_view(), name="journal-list"),
    path("journal/<int:pk>/", desk.JournalDetail.as_view(), name="journal-detail"),
    path("jobs/", desk.JobList.as_view(), name="job-list"),
    path("jobs/<int:pk>/", desk.job_detail, name="job-detail"),
    path("jobs/<int:pk>/cancel/", desk.job_cancel, name="job-cancel"),
    path("jobs/<int:pk>/resume/", desk.job_resume, name="job-resume"),
    path("files/<int:pk>/", desk.file_download, name="file-download"),
]
public_patterns = [
    path("check/certificates/", public.certificate_search, name="certificate-search"),
    path("check/certificates/<str:token>/", public.certificate_check, name="certificate-check"),
]
