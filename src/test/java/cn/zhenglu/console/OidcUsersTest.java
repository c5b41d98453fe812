package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.zhenglu.console.ConsoleSettings.Oidc;
import cn.zhenglu.console.ConsoleSettings.User;
import cn.zhenglu.licence.NeedsPerson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

class OidcUsersTest {

    private static final Map<Role, String> ROLES = Map.of(Role.VIEWER, "zl-viewer", Role.OPERATOR, "", Role.ADMIN, "zl-admin");

    @Test
    void theHighestOfSeveralRolesCounts() {
        assertThat(users("roles").user(Map.of("preferred_username", "chen", "roles", List.of("zl-viewer", "other", "zl-admin"))))
                .isEqualTo(new OidcUser("chen", Role.ADMIN));
    }

    @Test
    void rolesMayBeASingleTextOrLieDeeper() {
        assertThat(users("roles").user(Map.of("preferred_username", "chen", "roles", "zl-viewer")).role()).isEqualTo(Role.VIEWER);
        assertThat(users("realm_access.roles").user(Map.of("preferred_username", "chen",
                "realm_access", Map.of("roles", List.of("zl-viewer")))).role()).isEqualTo(Role.VIEWER);
        assertThat(users("https://city.example/roles").user(Map.of("preferred_username", "chen",
                "https://city.example/roles", List.of("zl-viewer"))).role()).isEqualTo(Role.VIEWER);
    }

    @ParameterizedTest
    @CsvSource({"chen, ZL-ADMIN, no-role", "chen, '', no-role", "lin, zl-admin, name-taken", "' ', zl-admin, no-name"})
    void nobodyGetsInWithoutAroleNorUnderALocalName(String name, String role, String code) {
        assertThatExceptionOfType(OAuth2AuthenticationException.class)
                .isThrownBy(() -> users("roles").user(Map.of("preferred_username", name, "roles", List.of(role))))
                .satisfies(refusal -> assertThat(refusal.getError().getErrorCode()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.city.example", "not an address", "ftp://id.city.example"})
    void aProviderThatIsNotSafeStopsTheStart(String issuer) {
        assertThatExceptionOfType(NeedsPerson.class).isThrownBy(() -> provider(issuer, "zhenglu", ROLES))
                .withMessageContaining("zhenglu.console.oidc.issuer");
    }

    @Test
    void aProviderWithoutClientOrRolesStopsTheStart() {
        assertThatExceptionOfType(NeedsPerson.class).isThrownBy(() -> provider("https://id.city.example", "", ROLES))
                .withMessageContaining("client-id");
        assertThatExceptionOfType(NeedsPerson.class).isThrownBy(() -> provider("https://id.city.example", "zhenglu", Map.of(Role.VIEWER, "")))
                .withMessageContaining("roles");
    }

    @Test
    void settingsDoNotPrintTheSecret() {
        assertThat(oidc("https://id.city.example", "zhenglu", "roles", ROLES).toString()).doesNotContain("hush");
    }

    private static OidcProvider provider(String issuer, String client, Map<Role, String> roles) {
        return new OidcProvider(ConsoleUsersTest.settings(oidc(issuer, client, "roles", roles)));
    }

    private static OidcUsers users(String roleClaim) {
        User lin = new User("lin", "{bcrypt}" + new BCryptPasswordEncoder(4).encode("secret"), Role.OPERATOR);
        return new OidcUsers(oidc("https://id.city.example", "zhenglu", roleClaim, ROLES),
                new ConsoleUsers(ConsoleUsersTest.settings(lin)));
    }

    private static Oidc oidc(String issuer, String client, String roleClaim, Map<Role, String> roles) {
        return new Oidc(issuer, client, "hush", "统一身份认证", "preferred_username", roleClaim, roles);
    }
}
