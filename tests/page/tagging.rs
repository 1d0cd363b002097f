//! The tag page shows the words of each skill.

use serde_json::Value;
use serde_json::json;

use crate::page::Page;
use crate::page::in_browser;

/// What stands in the box of the marked text beside the names of its sections, without white space, and what was sent.
async fn shown_and_sent(page: &Page) -> (String, String) {
    let script = "
        const box = document.querySelector('#marked').cloneNode(true);
        for (const role of box.querySelectorAll('.role')) role.remove();
        const bare = text => text.replace(/\\s+/g, '');
        return [bare(box.textContent), bare(document.querySelector('#text').value)]";
    let both: Vec<Value> = page.script(script).await.as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&both[0]), text(&both[1]))
}

#[test]
fn a_tagged_text_shows_the_words_of_each_skill() {
    in_browser("/tag", |page| async move {
        page.find("#file-row:not([hidden])").await;
        let sample = page.find("#sample").await;
        sample.select_by_value("nursing-fundamentals").await.unwrap();
        // The text of the sample is in the form.
        page.find("#text:not(:placeholder-shown)").await;
        page.find("#read").await.click().await.unwrap();
        page.find("#review .card.tag .score").await;
        page.find("#marked .words").await;
        // The text is whole, and the words under a skill are those marked in the text, although the text has
        // letters of more than one byte before them.
        let (shown, sent) = shown_and_sent(&page).await;
        assert_eq!(shown, sent);
        assert!(sent.contains('·'), "{sent}");
        let words = "
            const small = element => element.textContent.toLowerCase();
            return [...document.querySelectorAll('#review .card.tag')].map(card => {
                const words = [...card.querySelectorAll('.said mark')].map(small);
                const marks = [...document.querySelectorAll('#marked .words')]
                    .filter(mark => mark.dataset.tags.split(' ').includes(card.dataset.tag))
                    .map(small);
                return marks.length > 0 && words.every(word => marks.some(mark => word.includes(mark)))
                    && marks.every(mark => words.some(word => word.includes(mark)));
            })";
        let words = page.script(words).await;
        assert!(words.as_array().is_some_and(|all| all.len() > 2 && all.iter().all(|w| w == true)));

        page.script("document.querySelector('#review .card.tag a').focus()").await;
        page.find("#marked .words.is-on").await;
        let reason = page.text("#review .is-on .reasons li").await;
        assert!(reason.starts_with("the text "), "{reason:?}");
    });
}

#[test]
fn what_others_wrote_is_shown_as_text() {
    in_browser("/tag", |page| async move {
        let text =
            "<b>é</b> Students measure and chart vital signs & document care <script>1</script>.";
        page.find("#text").await.send_keys(text).await.unwrap();
        page.find("#read").await.click().await.unwrap();
        page.find("#marked .words").await;
        let (shown, sent) = shown_and_sent(&page).await;
        assert_eq!(shown, sent);
        assert_eq!(sent, text.replace(' ', ""));
        let made =
            "return document.querySelectorAll('#marked b:not(.heading), #marked script').length";
        assert_eq!(page.script(made).await, json!(0));
    });
}
