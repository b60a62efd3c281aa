"""identity: persons, sessions, verification, enrolment, memberships, duties, consents.

Owns `person`, `wechat_account`, `login_session`, `person_vault`, `consent`, `duty`, `person_community`,
`application_ref`, `enrolment_scene`, `account_closing`, `person_copy` (global) and `application`,
`application_vault`, `application_step`, `membership`, `unmasking`. Emits identity.application_submitted,
identity.application_verified (those behind the named door should hear of it), identity.application_moved (the
applicant should) and identity.unmasked (whose data was looked at should). Hears its own first.
"""
