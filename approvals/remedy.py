"""What a refusal must tell the applicant besides its reasons."""

# Administrative Reconsideration Law (2023) art. 20; Administrative Litigation Law art. 46. The
# text of a Chinese decision, therefore not translated.
REMEDY = (
    "不服本决定的，可以自知道本决定之日起60日内依法申请行政复议，"
    "也可以自知道本决定之日起6个月内依法向人民法院提起行政诉讼。"
)
