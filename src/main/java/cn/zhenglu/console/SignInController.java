package cn.zhenglu.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The sign-in page; signing in itself is Spring Security's. */
@Controller
class SignInController {

    private final ConsoleUsers users;

    SignInController(ConsoleUsers users) {
        this.users = users;
    }

    @GetMapping("/console/login")
    String signIn(Model model) {
        model.addAttribute("closed", users.none());
        return "console/login";
    }
}
