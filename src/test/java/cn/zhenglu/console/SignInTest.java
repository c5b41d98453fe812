package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.zhenglu.console.ConsoleSettings.LockOut;
import cn.zhenglu.console.ConsoleSettings.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

class SignInTest {

    private static final LockOut LOCK_OUT = new LockOut(5, Duration.ofMinutes(5));

    private final List<String> locks = new ArrayList<>();
    private final SettableClock clock = new SettableClock();
    private final SignIn signIn = new SignIn(passwords(), LOCK_OUT, (user, address) -> locks.add(user + '@' + address), clock);

    @Test
    void theRightPasswordSignsIn() {
        assertThat(attempt("lin", "secret", "10.0.0.1").isAuthenticated()).isTrue();
    }

    @Test
    void afterFiveFailuresTheRightPasswordIsRefusedForFiveMinutes() {
        fail("lin", "10.0.0.1", 5);

        assertThat(locks).containsExactly("lin@10.0.0.1");
        assertThatExceptionOfType(LockedException.class).isThrownBy(() -> attempt("lin", "secret", "10.0.0.1"));
        clock.pass(Duration.ofSeconds(299));
        assertThatExceptionOfType(LockedException.class).isThrownBy(() -> attempt("lin", "secret", "10.0.0.1"));
        clock.pass(Duration.ofSeconds(2));
        assertThat(attempt("lin", "secret", "10.0.0.1").isAuthenticated()).isTrue();
    }

    @Test
    void anotherAddressIsNotLocked() {
        fail("lin", "10.0.0.1", 5);

        assertThat(attempt("lin", "secret", "10.0.0.2").isAuthenticated()).isTrue();
    }

    @Test
    void aSuccessForgivesTheFailuresBefore() {
        fail("lin", "10.0.0.1", 4);
        attempt("lin", "secret", "10.0.0.1");
        fail("lin", "10.0.0.1", 4);

        assertThat(attempt("lin", "secret", "10.0.0.1").isAuthenticated()).isTrue();
    }

    @Test
    void anUnknownNameIsLockedLikeAKnownOne() {
        fail("nobody", "10.0.0.1", 5);

        assertThatExceptionOfType(LockedException.class).isThrownBy(() -> attempt("nobody", "x", "10.0.0.1"));
    }

    private void fail(String user, String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> attempt(user, "wrong", address));
        }
    }

    private Authentication attempt(String user, String password, String address) {
        UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken.unauthenticated(user, password);
        token.setDetails(new WebAuthenticationDetails(address, null));
        return signIn.authenticate(token);
    }

    private static DaoAuthenticationProvider passwords() {
        String hash = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("secret");
        ConsoleUsers users = new ConsoleUsers(ConsoleUsersTest.settings(new User("lin", hash, Role.OPERATOR)));
        DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(users.details());
        passwords.setPasswordEncoder(PasswordEncoderFactories.createDelegatingPasswordEncoder());
        return passwords;
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
