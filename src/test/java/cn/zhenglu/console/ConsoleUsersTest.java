package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.zhenglu.console.ConsoleSettings.User;
import cn.zhenglu.licence.NeedsPerson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class ConsoleUsersTest {

    private static final String HASH = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("secret");

    @Test
    void aUserWithABcryptHashGetsTheAuthorityOfItsRole() {
        ConsoleUsers users = users(new User("lin", HASH, Role.OPERATOR));

        assertThat(users.none()).isFalse();
        assertThat(users.details().loadUserByUsername("lin").getAuthorities()).extracting(Object::toString)
                .containsExactly("ROLE_OPERATOR");
    }

    @Test
    void withoutUsersTheConsoleIsClosed() {
        assertThat(users().none()).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "secret", "{noop}secret", "{MD5}5ebe2294ecd0e0f08eab7690d2a6ee69", "{bcrypt}secret",
        "{bcrypt}$2a$10$…"})
    void aPasswordThatIsNoBcryptHashIsRefusedAndNotRepeated(String password) {
        assertThatExceptionOfType(NeedsPerson.class)
                .isThrownBy(() -> users(new User("lin", password, Role.VIEWER)))
                .withMessageContaining("lin")
                .satisfies(refusal -> {
                    assertThat(refusal.problems()).singleElement()
                            .satisfies(problem -> assertThat(problem.code()).isEqualTo("console.user-password"));
                    if (password != null && !password.isEmpty()) {
                        assertThat(refusal.getMessage()).doesNotContain(password);
                    }
                });
    }

    @Test
    void twoUsersOfOneNameAreRefused() {
        assertThatExceptionOfType(NeedsPerson.class)
                .isThrownBy(() -> users(new User("lin", HASH, Role.VIEWER), new User("lin", HASH, Role.ADMIN)))
                .withMessageContaining("lin");
    }

    @Test
    void aUserWithoutRoleIsRefused() {
        assertThatExceptionOfType(NeedsPerson.class)
                .isThrownBy(() -> users(new User("lin", HASH, null)))
                .withMessageContaining("没有角色");
    }

    private static ConsoleUsers users(User... users) {
        return new ConsoleUsers(settings(users));
    }

    /** With what stands in the manual as default. */
    static ConsoleSettings settings(User... users) {
        return settings(new ConsoleSettings.Oidc("", "", "", "统一身份认证", "preferred_username", "roles", Map.of()), users);
    }

    static ConsoleSettings settings(ConsoleSettings.Oidc oidc, User... users) {
        return new ConsoleSettings(List.of(users), new ConsoleSettings.LockOut(5, Duration.ofMinutes(5)),
                new ConsoleSettings.Session(Duration.ofMinutes(30), 2), oidc);
    }
}
