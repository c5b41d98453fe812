package cn.zhenglu.console;

import cn.zhenglu.alert.Alerts;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What people were told of, and whether the message got through. */
@Controller
class AlertController {

    private final Alerts alerts;

    AlertController(Alerts alerts) {
        this.alerts = alerts;
    }

    @GetMapping("/console/alerts")
    String list(Model model) {
        model.addAttribute("alerts", alerts.latest());
        model.addAttribute("channels", alerts.channels());
        return "console/alerts";
    }
}
