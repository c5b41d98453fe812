package cn.zhenglu.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The sign-in page; signing in itself is Spring Security's. */
@Controller
class SignInController {

    private static final Logger LOG = LoggerFactory.getLogger(SignInController.class);

    private final ConsoleUsers users;
    private final OidcProvider oidc;
    private final ConsoleSettings settings;

    SignInController(ConsoleUsers users, OidcProvider oidc, ConsoleSettings settings) {
        this.users = users;
        this.oidc = oidc;
        this.settings = settings;
    }

    @GetMapping("/console/login")
    String signIn(Model model) {
        model.addAttribute("closed", users.none() && !oidc.on());
        model.addAttribute("passwords", !users.none());
        model.addAttribute("oidc", oidc.on() ? oidc.label() : null);
        model.addAttribute("lockedMinutes", Math.max(1, settings.lockOut().duration().toMinutes()));
        return "console/login";
    }

    /** Leads to the provider, or back with a sentence when it cannot be reached. */
    @GetMapping("/console/oidc")
    String elsewhere() {
        if (!oidc.on()) {
            return "redirect:/console/login";
        }
        try {
            oidc.registrations().findByRegistrationId(OidcProvider.ID);
            return "redirect:/console/oidc/start/" + OidcProvider.ID;
        } catch (RuntimeException unreachable) {
            LOG.warn("统一身份认证服务无法使用，请检查 zhenglu.console.oidc.issuer 与网络：{}", unreachable.getMessage());
            return "redirect:/console/login?oidc-down";
        }
    }
}
