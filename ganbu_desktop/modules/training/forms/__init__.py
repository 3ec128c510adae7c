"""The room's forms about one entry: which sheet prints which record, and where its values come from."""

from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.training.forms import classes, people, planned
from ganbu_desktop.modules.training.records import (
    Campaign,
    Enrolment,
    Session,
    StudyGroup,
    Substitution,
    TrainingClass,
    TrainingHours,
    TrainingPlan,
)

FORMS = (
    EntryForm("training-plan", TrainingPlan, values=planned.plan, named=planned.plan_name, same_by="year"),
    EntryForm("call-notice", TrainingClass, values=classes.notice, named=classes.class_name),
    EntryForm("class-handbook", TrainingClass, values=classes.handbook, named=classes.class_name),
    EntryForm("sign-in", Session, values=classes.sign_in, named=classes.session_name),
    EntryForm("score-sheet", TrainingClass, values=classes.scores, named=classes.class_name),
    EntryForm("class-report", TrainingClass, values=classes.evaluation, named=classes.class_name),
    EntryForm("group-discussion", StudyGroup, values=classes.group, named=classes.group_name),
    EntryForm("learner-appraisal", Enrolment, values=people.appraisal, named=people.name_of(Enrolment)),
    EntryForm("substitution", Substitution, values=people.substitution, named=people.name_of(Substitution)),
    EntryForm("hours-proof", TrainingHours, values=people.hours_proof, named=people.name_of(TrainingHours)),
    EntryForm("training-archive", Person, values=people.archive, named=people.person_name),
    EntryForm("campaign-progress", Campaign, values=planned.campaign, named=planned.campaign_name),
)
