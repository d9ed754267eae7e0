"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from efficiency.organization.views import accounts, factors, posts, roles, units, users

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", accounts.sign_in, name="login"),
    path("login/code/", factors.login_code, name="login-code"),
    path("factor/", factors.factor, name="factor"),
    path("security/", factors.security, name="security"),
    path("security/codes/", factors.recovery_codes, name="recovery-codes"),
    path("security/sessions/", factors.end_sessions, name="sessions-end"),
    path("logout/", accounts.sign_out, name="logout"),
    path("password/", accounts.password, name="password"),
    path("password/first/", accounts.first_password, name="password-first"),
    path("users/", users.users, name="users"),
    path("users/new/", users.new_user, name="user-new"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/switch/", users.switch_user, name="user-switch"),
    path("users/<int:pk>/enable/", users.propose_enabling, name="user-enable"),
    path("users/<int:pk>/factor/", roles.propose_factor_reset, name="user-factor-reset"),
    path("users/<int:pk>/password/", users.user_password, name="user-password"),
    path("roles/", roles.roles, name="roles"),
    path("users/<int:pk>/roles/", roles.user_roles, name="user-roles"),
    path("roles/<int:pk>/revoke/", roles.revoke_role, name="role-revoke"),
    path("units/", units.units, name="units"),
    path("units/new/", units.new_unit, name="unit-new"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/responsible/", units.responsible, name="unit-responsible"),
    path("units/<int:pk>/posts/new/", posts.new_post, name="post-new"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<int:pk>/", posts.post, name="post"),
]
