package cn.zhenglu.console;

import cn.zhenglu.ledger.Audit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;

/**
 * What follows a sign-in or sign-out: its entry in the audit, the session's time limit, and the page to go to. Single wrong
 * passwords are not audited, since anybody could fill the table with them; that a name was locked is.
 */
@Component
class SignInTrace implements AuthenticationSuccessHandler, AuthenticationFailureHandler, LogoutHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SignInTrace.class);
    private static final String CONSOLE = "console";

    private final Audit audit;
    private final ConsoleUsers users;
    private final Duration idle;
    private final SavedRequestAwareAuthenticationSuccessHandler onward = new SavedRequestAwareAuthenticationSuccessHandler();

    SignInTrace(Audit audit, ConsoleUsers users, ConsoleSettings settings) {
        this.audit = audit;
        this.users = users;
        this.idle = settings.session().idle();
        onward.setDefaultTargetUrl("/console");
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication signedIn)
            throws IOException, jakarta.servlet.ServletException {
        request.getSession().setMaxInactiveInterval(Math.toIntExact(idle.toSeconds()));
        audit.append(signedIn.getName(), "sign-in", CONSOLE, from(request.getRemoteAddr()) + "，角色「" + Operator.of(signedIn).role().label() + "」");
        onward.onAuthenticationSuccess(request, response, signedIn);
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        response.sendRedirect(request.getContextPath() + "/console/login?" + page(request, failure));
    }

    private String page(HttpServletRequest request, AuthenticationException failure) {
        if (failure instanceof LockedException) {
            return "locked";
        }
        if (!(failure instanceof OAuth2AuthenticationException elsewhere)) {
            return "failed";
        }
        String code = elsewhere.getError().getErrorCode();
        switch (code) {
            case OidcUsers.NO_ROLE, OidcUsers.NO_NAME, OidcUsers.NAME_TAKEN -> {
                audit.append("oidc", "sign-in.refused", CONSOLE, elsewhere.getMessage() + "，" + from(request.getRemoteAddr()));
                return code;
            }
            default -> {
                LOG.warn("统一身份认证登录未成功（{}）：{}", code, elsewhere.getMessage());
                return "oidc-failed";
            }
        }
    }

    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response, Authentication signedIn) {
        if (signedIn != null) {
            audit.append(signedIn.getName(), "sign-out", CONSOLE, null);
        }
    }

    /** Signing in under this name from this address is refused from now on. Names that nobody has may be mistyped passwords. */
    void locked(String user, String address) {
        audit.append(users.has(user) ? user : "?", "sign-in.locked", CONSOLE, from(address));
    }

    private static String from(String address) {
        return "来自 " + address;
    }
}
