"""Start-up of the app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongjian.cases"
    label = "cases"
    verbose_name = "办案"

    def ready(self) -> None:
        from django.db.models import Q

        from gongjian.common.events import subscribe
        from gongjian.documents import ports as papers
        from gongjian.documents.events import DocumentVoided
        from gongjian.matters import ports
        from gongjian.matters.choices import Seat
        from gongjian.matters.events import ActDone
        from gongjian.matters.succession import provide_seat
        from gongjian.parties.queries import bind_reach

        from . import locks, options, recorded, runs, scene_options, scope_options, services  # noqa: F401
        from .correcting import RECHECK
        from .disputing import not_consulted, of_dispute
        from .identity import IN_PRESENCE, unshown_in_paper
        from .known import (
            bodies_of_case,
            in_person,
            penalty_values,
            people_of_case,
            who_stands_beside,
        )
        from .known_papers import FILLS, of_victim
        from .measures import approved, measures_wait
        from .monitoring import recordings_wait
        from .papers_citing import law_out_of_force
        from .public_order import mediating
        from .public_order import options as police_options  # noqa: F401
        from .public_order.choices import VICTIM_COPY
        from .public_order.extending import approved_by_itself
        from .public_order.facts import facts_of_case
        from .public_order.waiting import punished_waits
        from .queries import parties_in_reach
        from .released import wrongly_released
        from .services import public_order  # noqa: F401 -- those of 治安 cases
        from .services.entering import entry_waits, no_force_yet
        from .services.excluding import exclusion_waits
        from .services.measures import (
            approval_fell,
            recorded_wrongly,
            seizure_fell,
            unapproved,
            unconfirmed,
            unlifted,
        )
        from .services.opinions import LIMIT as TO_SHOW
        from .services.opinions import SHOW, notice_of_opinion_fell, opinions_owed
        from .services.party import ANSWER_RECUSAL, RECUSAL_LIMIT, waits
        from .services.succession import handler_unfit
        from .services.voiding import delivered

        ports.await_limit("archive-limit", "archivist", "案卷归档")
        ports.await_limit("informant-limit", "handler", "告知实名举报人")
        ports.await_limit(RECHECK, "handler", "复查改正情况")
        ports.await_limit("payment.handin", "handler", "将罚款交至机关")
        ports.await_limit("payment.bank", "unit_head", "将罚款缴付银行")
        ports.await_limit("crime.goods", "handler", "移交涉案物品")
        ports.await_limit(TO_SHOW, "handler", SHOW)
        ports.await_limit(VICTIM_COPY, "handler", "送被侵害人决定书副本")
        ports.await_limit(RECUSAL_LIMIT, "agency_head", ANSWER_RECUSAL)
        ports.provide_facts("penalty", facts_of_case)
        ports.await_also(waits)
        ports.await_also(entry_waits)
        ports.await_also(exclusion_waits)
        ports.await_also(recordings_wait)
        ports.await_also(measures_wait)
        ports.await_also(recorded.records_wait)
        ports.await_also(punished_waits)
        again = "办案条件以拟定的这一版为准，请重新拟定处罚决定，由新的一版代替旧的一版"
        ports.redo_instead("cases.draft_decision", again)
        papers.provide_values("penalty", penalty_values)
        papers.provide_standing("penalty", who_stands_beside)
        papers.provide_people("penalty", people_of_case, bodies_of_case)
        papers.rest_on("preservation-notice", unapproved, approved)
        papers.rest_on(
            "mediation-agreement",
            lambda matter: unconfirmed(matter) or mediating.nobody_to_mediate_with(matter),
            of_victim,
        )
        papers.object_to("mediation-agreement", mediating.agreed_wrongly)
        papers.object_to("mediation-fulfilment", mediating.performed_wrongly)
        papers.object_to("mediation-restart", mediating.failed_wrongly)
        papers.follow("mediation-agreement", mediating.agreed)
        papers.follow("mediation-restart", mediating.goes_on)
        papers.object_to("public-order-extension", approved_by_itself)
        papers.object_to("seizure-extension", seizure_fell)
        papers.object_to(runs.APPROVAL, runs.wrongly_approved)
        papers.follow(runs.APPROVAL, runs.approved)
        papers.object_to("seizure-decision", runs.before_its_approval)
        papers.object_to("seizure-list", recorded.of_a_known_seizure)
        papers.object_to("seizure-release", wrongly_released)
        papers.object_to("preservation-disposal", runs.of_a_notice)
        papers.follow("seizure-decision", runs.begun)
        papers.follow("urgent-seizure-decision", runs.begun)
        papers.follow("preservation-notice", runs.kept)
        for paper in ("appraisal-period-notice", "appraisal-result-notice"):
            papers.object_to(paper, runs.of_tested_goods)
            papers.follow(paper, runs.tested)
        papers.follow("seizure-extension", runs.lengthened)
        papers.follow("seizure-release", runs.released)
        papers.follow("preservation-disposal", runs.disposed)
        papers.rest_on("mediation-fulfilment", unlifted, of_victim)
        papers.rest_on("designation-request", not_consulted, of_dispute)
        for paper, told in FILLS.items():
            papers.rest_on(paper, lambda matter: "", told)
        subscribe(DocumentVoided, approval_fell)
        subscribe(DocumentVoided, notice_of_opinion_fell)
        subscribe(ActDone, opinions_owed)
        for paper in IN_PRESENCE:
            papers.object_to(paper, unshown_in_paper)
        papers.object_to("seizure-record", recorded_wrongly)
        papers.object_to("questioning-record", in_person)
        papers.object_to("summons", no_force_yet)
        papers.hold_citations(law_out_of_force)
        papers.rely_on(delivered)
        locks.declare()
        bind_reach(parties_in_reach)
        for seat in (Seat.LEAD, Seat.SECOND):
            provide_seat(seat, handler_unfit, working=Q(closed_at__isnull=True))
