package cn.zhenglu.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may sign in, and for how long.
 *
 * @param users   none: nobody can with a password
 * @param lockOut after wrong passwords
 * @param session of those who are signed in
 * @param oidc    sign-in elsewhere; off without an issuer
 */
@ConfigurationProperties("zhenglu.console")
record ConsoleSettings(@DefaultValue List<User> users, @DefaultValue LockOut lockOut, @DefaultValue Session session,
        @DefaultValue Oidc oidc) {

    /**
     * One user.
     *
     * @param name     as it is typed, and as it stands in the history
     * @param password its bcrypt hash: {@code {bcrypt}$2a$10$…}
     */
    record User(String name, String password, Role role) {

        /** Without the hash: settings get printed. */
        @Override
        public String toString() {
            return "User[" + name + ' ' + role + ']';
        }
    }

    /**
     * When signing in is refused for a while.
     *
     * @param failures in a row, of one user name from one address
     * @param duration how long it then is
     */
    record LockOut(@DefaultValue("5") int failures, @DefaultValue("5m") Duration duration) {
    }

    /**
     * How long somebody stays signed in.
     *
     * @param idle    without a request, before the session ends
     * @param perUser sessions of one user on one node; one more ends the oldest
     */
    record Session(@DefaultValue("30m") Duration idle, @DefaultValue("2") int perUser) {
    }

    /**
     * An OpenID Connect provider.
     *
     * @param issuer       its address, below which {@code /.well-known/openid-configuration} lies; empty: off
     * @param clientSecret {@code null} or empty for a public client
     * @param label        on the button of the sign-in page
     * @param userClaim    the claim that is the user's name in history and audit
     * @param roleClaim    the claim that holds role names, a text or a list; dots lead into nested claims
     * @param roles        the name that stands for each of our roles; blank: nobody gets it
     */
    record Oidc(@DefaultValue("") String issuer, @DefaultValue("") String clientId, @DefaultValue("") String clientSecret,
            @DefaultValue("统一身份认证") String label, @DefaultValue("preferred_username") String userClaim,
            @DefaultValue("roles") String roleClaim, @DefaultValue Map<Role, String> roles) {

        boolean on() {
            return !issuer.isBlank();
        }

        /** Without the secret: settings get printed. */
        @Override
        public String toString() {
            return "Oidc[" + issuer + ' ' + clientId + ']';
        }
    }
}
