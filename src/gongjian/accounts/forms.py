"""What is typed to sign in and to change a password."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=64,
        error_messages={"required": _("请填写“用户名”")},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        strip=False,
        error_messages={"required": _("请填写“密码”")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """The old password and twice the new one."""

    old = forms.CharField(
        label=_("原密码"),
        max_length=128,
        strip=False,
        error_messages={"required": _("请填写“原密码”")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        max_length=128,
        strip=False,
        help_text=_("至少12位，可以是一句话；不要用姓名、单位名或常见密码"),
        error_messages={"required": _("请填写“新密码”")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再次输入新密码"),
        max_length=128,
        strip=False,
        error_messages={"required": _("请再次输入“新密码”")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Refuse a slip of the finger."""
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("两次输入的新密码不一致，请重新输入"))
        return again


class CodeForm(forms.Form):
    """A code of the authenticator, or a recovery code."""

    code = forms.CharField(
        label=_("动态口令"),
        max_length=40,
        help_text=_("手机验证器应用里正显示的6位数字；设备不在身边的，可以填一个恢复码"),
        error_messages={"required": _("请填写“动态口令”")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )


class FirstCodeForm(CodeForm):
    """The first code of a device that is being set up: no recovery code is there yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = ""


class BeginForm(forms.Form):
    """The password, before a second factor is set up."""

    password = forms.CharField(
        label=_("本人密码"),
        max_length=128,
        strip=False,
        error_messages={"required": _("请填写“本人密码”")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
