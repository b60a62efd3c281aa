"""The face of WeChat the application uses: what comes back, and what is refused in plain words."""

import logging
import traceback
from io import BytesIO

import pytest
from PIL import Image

from server.wechat.client import UnreadableAnswer
from server.wechat.faults import AccountBlocked, CodeRefused, NoCredit, VisitNeeded, WeChatUnavailable
from server.wechat.gateway import TEXT_LIMIT, Scene, Suggest, TextVerdict, WeChat, as_png
from server.wechat.sandbox_state import SANDBOX_APPID, SANDBOX_SECRET

TEXT = "/wxa/msg_sec_check"
LOGIN = "/sns/jscode2session"
NEIGHBOUR = "demo-openid-zhang"
REAL_LOOKING = "0123456789abcdef0123456789abcdef"


class TestSignIn:
    def test_a_demo_code_works_every_time(self, wechat):
        assert [wechat.sign_in("demo:zhang") for _ in range(2)] == [NEIGHBOUR] * 2

    def test_another_code_works_once(self, wechat, admin):
        code = admin("codes", openid="o-li")["code"]

        assert wechat.sign_in(code) == "o-li"
        with pytest.raises(CodeRefused, match="重新操作") as refused:
            wechat.sign_in(code)
        assert refused.value.errcode == 40163

    @pytest.mark.parametrize("code", ["nobody-issued-this", "", "demo:"])
    def test_an_unknown_code_is_refused(self, wechat, code):
        with pytest.raises(CodeRefused) as refused:
            wechat.sign_in(code)
        assert refused.value.errcode == 40029

    def test_a_phone_code_does_not_sign_in(self, wechat, admin):
        with pytest.raises(CodeRefused):
            wechat.sign_in(admin("phone-codes", phone="13800000000")["code"])

    def test_a_blocked_account_is_told_where_to_go(self, wechat, sandbox):
        sandbox.state.fail_next(LOGIN, 40226)

        with pytest.raises(AccountBlocked, match="居委会"):
            wechat.sign_in("demo:zhang")

    @pytest.mark.parametrize(("errcode", "retryable"), [(45011, True), (-1, True), (40125, False)])
    def test_whether_trying_again_helps_is_said(self, wechat, sandbox, errcode, retryable):
        sandbox.state.fail_next(LOGIN, errcode)

        with pytest.raises(WeChatUnavailable) as refused:
            wechat.sign_in("demo:zhang")

        assert (refused.value.errcode, refused.value.retryable) == (errcode, retryable)


class TestPhoneNumber:
    def test_a_code_gives_the_number_once(self, wechat, admin):
        code = admin("phone-codes", phone="13800000000")["code"]

        assert wechat.phone_number(code) == "13800000000"
        with pytest.raises(CodeRefused):
            wechat.phone_number(code)


class TestCheckText:
    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("楼道灯坏了，请物业看一下", TextVerdict(Suggest.PASS, 100)),
            ("进赌博网站发财", TextVerdict(Suggest.RISKY, 20006)),
            ("加微信领红包啦", TextVerdict(Suggest.REVIEW, 10001)),
            ("加微信领红包，进赌博网站", TextVerdict(Suggest.RISKY, 20006)),
        ],
    )
    def test_the_verdict_comes_with_its_label(self, wechat, text, verdict):
        assert wechat.check_text(text, openid=NEIGHBOUR, scene=Scene.FORUM) == verdict

    def test_a_long_text_is_checked_in_parts_and_the_worst_counts(self, wechat, sandbox):
        text = "好" * 6000 + "加微信领红包" + "好" * 3000

        verdict = wechat.check_text(text, openid=NEIGHBOUR, scene=Scene.FORUM)

        sizes = [len(call.body["content"]) for call in sandbox.state.calls_of(TEXT)]
        assert verdict.suggest is Suggest.REVIEW
        assert len(sizes) == 4
        assert max(sizes) == TEXT_LIMIT

    @pytest.mark.parametrize("before", range(TEXT_LIMIT - 4, TEXT_LIMIT + 1))
    def test_no_word_hides_on_a_cut(self, wechat, before):
        text = "好" * before + "赌博网站" + "好" * 100

        assert wechat.check_text(text, openid=NEIGHBOUR, scene=Scene.FORUM).suggest is Suggest.RISKY

    def test_exactly_the_limit_is_one_call(self, wechat, sandbox):
        wechat.check_text("好" * TEXT_LIMIT, openid=NEIGHBOUR, scene=Scene.FORUM)

        assert len(sandbox.state.calls_of(TEXT)) == 1

    def test_nothing_written_needs_no_call(self, wechat, sandbox):
        assert wechat.check_text("", openid=NEIGHBOUR, scene=Scene.FORUM).suggest is Suggest.PASS
        assert not sandbox.state.calls

    def test_an_advice_we_do_not_know_goes_to_a_human(self, wechat, sandbox):
        sandbox.state.words["新规"] = ("block", 30000)

        verdict = wechat.check_text("新规", openid=NEIGHBOUR, scene=Scene.FORUM)

        assert verdict == TextVerdict(Suggest.REVIEW, 30000)

    def test_who_has_not_visited_lately_is_not_checked(self, wechat):
        with pytest.raises(VisitNeeded, match="人工审核"):
            wechat.check_text("您好", openid="o-long-gone", scene=Scene.FORUM)

    def test_a_sign_in_is_a_visit(self, wechat, admin):
        openid = wechat.sign_in(admin("codes", openid="o-li")["code"])

        assert wechat.check_text("您好", openid=openid, scene=Scene.COMMENT).suggest is Suggest.PASS


class TestMiniProgramCode:
    def test_it_is_a_png(self, wechat):
        picture = wechat.mini_program_code("e1.9f3kq2xw", page="pages/enrolment/scan")

        with Image.open(BytesIO(picture)) as image:
            assert (image.format, image.size) == ("PNG", (860, 860))

    @pytest.mark.parametrize("scene", ["", "e1." + "x" * 30, "中文", "a%20b", "a b"])
    def test_a_scene_wechat_does_not_take_is_not_worth_retrying(self, wechat, scene):
        with pytest.raises(WeChatUnavailable) as refused:
            wechat.mini_program_code(scene, page="pages/enrolment/scan")
        assert (refused.value.errcode, refused.value.retryable) == (40169, False)

    @pytest.mark.parametrize("env_version", ["trial", "develop"])
    def test_an_unpublished_page_works_before_release_only(self, wechat, admin, env_version):
        admin("pages", pages=["pages/home/index"])

        assert wechat.mini_program_code("e1.a", page="pages/new/index", env_version=env_version)
        with pytest.raises(WeChatUnavailable) as refused:
            wechat.mini_program_code("e1.a", page="pages/new/index")
        assert refused.value.errcode == 41030

    def test_a_jpeg_is_turned_into_png(self):
        into = BytesIO()
        Image.new("RGB", (8, 8), "white").save(into, "JPEG")

        assert as_png(into.getvalue()).startswith(b"\x89PNG")

    def test_what_is_no_picture_is_refused(self):
        with pytest.raises(UnreadableAnswer):
            as_png(b"<html>")


class TestRemind:
    def test_one_acceptance_is_one_message(self, wechat, admin, sandbox):
        admin("credits", openid=NEIGHBOUR, template_id="t-1", count=1)
        data = {"thing1": "关于更换三号楼电梯钢缆的议题已经进入表决阶段请您参加", "phrase2": "表决中"}

        wechat.remind(NEIGHBOUR, "t-1", data, page="pages/topic/detail")
        with pytest.raises(NoCredit):
            wechat.remind(NEIGHBOUR, "t-1", data, page="pages/topic/detail")

        (sent,) = sandbox.state.sent
        assert sent["data"]["thing1"]["value"] == "关于更换三号楼电梯钢缆的议题已经进入表…"

    def test_one_acceptance_is_one_message_under_a_rush(self, wechat, admin, sandbox, at_once):
        admin("credits", openid=NEIGHBOUR, template_id="t-1", count=1)

        answers = at_once(lambda: wechat.remind(NEIGHBOUR, "t-1", {"thing1": "通知"}, page="a/b"), 10)

        assert answers.count(None) == 1
        assert len(sandbox.state.sent) == 1


class TestSecrecy:
    def test_a_failure_shows_neither_secret_nor_code_in_its_traceback(self, wechat, sandbox):
        sandbox.state.fail_next(LOGIN, "reset")

        with pytest.raises(WeChatUnavailable) as failed:
            wechat.sign_in("demo:zhang")

        shown = "".join(traceback.format_exception(failed.value))
        assert failed.value.__context__ is None
        assert SANDBOX_SECRET not in shown
        assert "js_code" not in shown

    def test_no_log_shows_secret_token_code_or_session_key(self, wechat, sandbox, caplog):
        caplog.set_level(logging.DEBUG)

        wechat.sign_in("demo:canary-code")
        wechat.check_text("您好", openid=NEIGHBOUR, scene=Scene.FORUM)

        token = sandbox.state.calls_of(TEXT)[0].query["access_token"]
        assert "urllib3" in caplog.text, "the log this test is about was not written"
        for hidden in (SANDBOX_SECRET, token, "canary-code", "session_key"):
            assert hidden not in caplog.text

    def test_a_real_secret_is_not_sent_to_a_stand_in(self, shared_redis, sandbox):
        with pytest.raises(ValueError, match="AppSecret"):
            WeChat.from_settings(SANDBOX_APPID, REAL_LOOKING, shared_redis, sandbox.origin)

    def test_without_a_stand_in_a_real_secret_is_what_is_needed(self, shared_redis):
        WeChat.from_settings("wx0123456789abcdef", REAL_LOOKING, shared_redis, None).close()
