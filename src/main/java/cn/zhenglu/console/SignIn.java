package cn.zhenglu.console;

import cn.zhenglu.console.ConsoleSettings.LockOut;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Checks passwords and refuses to for a while after some failures in a row of one user name from one address. Names that do not
 * exist are treated alike, so that nobody learns which do. Each node counts for itself.
 */
class SignIn implements AuthenticationProvider {

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    /** Bounded, since anybody can make entries. Each costs the maker a bcrypt hash of waiting. */
    private static final int REMEMBERED = 10_000;

    private final AuthenticationProvider passwords;
    private final LockOut lockOut;
    private final BiConsumer<String, String> locked;
    private final Clock clock;
    private final Map<Attempt, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param locked told user name and address when a lock begins */
    SignIn(AuthenticationProvider passwords, LockOut lockOut, BiConsumer<String, String> locked, Clock clock) {
        this.passwords = passwords;
        this.lockOut = lockOut;
        this.locked = locked;
        this.clock = clock;
    }

    private record Attempt(String user, String address) {
    }

    private record Failures(int count, Instant last) {
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        Attempt attempt = attempt(authentication);
        if (locked(attempt)) {
            throw new LockedException("too many failures");
        }
        try {
            Authentication result = passwords.authenticate(authentication);
            forget(attempt);
            return result;
        } catch (BadCredentialsException wrong) {
            count(attempt);
            throw wrong;
        }
    }

    private static Attempt attempt(Authentication authentication) {
        String address = authentication.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        String user = authentication.getName();
        return new Attempt(user.length() <= 100 ? user : user.substring(0, 100), address);
    }

    private boolean locked(Attempt attempt) {
        synchronized (failures) {
            Failures known = failures.get(attempt);
            if (known != null && known.last().plus(lockOut.duration()).isBefore(clock.instant())) {
                failures.remove(attempt);
                return false;
            }
            return known != null && known.count() >= lockOut.failures();
        }
    }

    private void count(Attempt attempt) {
        int count;
        synchronized (failures) {
            count = failures.merge(attempt, new Failures(1, clock.instant()),
                    (before, now) -> new Failures(before.count() + 1, now.last())).count();
        }
        if (count == lockOut.failures()) {
            LOG.warn("控制台登录已锁定 {} 分钟：同一用户名从 {} 连续失败 {} 次", lockOut.duration().toMinutes(), attempt.address(), count);
            locked.accept(attempt.user(), attempt.address());
        }
    }

    private void forget(Attempt attempt) {
        synchronized (failures) {
            failures.remove(attempt);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return passwords.supports(authentication);
    }
}
