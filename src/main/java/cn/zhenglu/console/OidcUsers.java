package cn.zhenglu.console;

import cn.zhenglu.console.ConsoleSettings.Oidc;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/**
 * Turns what the provider says of somebody into a user of ours. Nobody gets in without one of the configured roles, nor under the
 * name of a configured user: the audit would not tell the two apart.
 */
final class OidcUsers implements OAuth2UserService<OidcUserRequest, org.springframework.security.oauth2.core.oidc.user.OidcUser> {

    /** Error codes, as the sign-in page knows them. */
    static final String NO_ROLE = "no-role";
    static final String NO_NAME = "no-name";
    static final String NAME_TAKEN = "name-taken";

    private static final int LONGEST_NAME = 100;

    private final OidcUserService provider = new OidcUserService();
    private final Oidc settings;
    private final ConsoleUsers users;

    OidcUsers(Oidc settings, ConsoleUsers users) {
        this.settings = settings;
        this.users = users;
    }

    @Override
    public org.springframework.security.oauth2.core.oidc.user.OidcUser loadUser(OidcUserRequest request) {
        return user(provider.loadUser(request).getClaims());
    }

    OidcUser user(Map<String, Object> claims) {
        String name = claims.get(settings.userClaim()) instanceof String text ? text.strip() : "";
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.codePoints().anyMatch(Character::isISOControl)) {
            throw refused(NO_NAME, "身份认证未提供可用的用户名（" + settings.userClaim() + "）");
        }
        if (users.has(name)) {
            throw refused(NAME_TAKEN, "「" + name + "」与控制台的本地用户同名");
        }
        Role role = role(claims).orElseThrow(() -> refused(NO_ROLE, "「" + name + "」没有控制台的任何角色（" + settings.roleClaim() + "）"));
        return new OidcUser(name, role);
    }

    /** The highest of several. */
    private Optional<Role> role(Map<String, Object> claims) {
        Object claim = claim(claims, settings.roleClaim());
        Collection<?> held = claim instanceof Collection<?> several ? several : claim == null ? List.of() : List.of(claim);
        return settings.roles().entrySet().stream().filter(role -> !role.getValue().isBlank() && held.contains(role.getValue())).map(Map.Entry::getKey)
                .max(Comparator.naturalOrder());
    }

    private static Object claim(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner ? claim(inner, path.substring(dot + 1)) : null;
    }

    private static OAuth2AuthenticationException refused(String code, String reason) {
        return new OAuth2AuthenticationException(new OAuth2Error(code, reason, null), reason);
    }
}
