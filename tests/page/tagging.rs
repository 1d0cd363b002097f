//! The tag page shows the words of each skill.

use serde_json::json;

use crate::page::in_browser;

#[test]
fn a_tagged_text_shows_the_words_of_each_skill() {
    in_browser("/tag", |page| async move {
        page.find("#sample option[value=nursing-fundamentals]").await;
        let sample = page.find("#sample").await;
        sample.select_by_value("nursing-fundamentals").await.unwrap();
        page.find("#skills .hit .score").await;
        page.find("#marked mark").await;
        // The text is whole, and the words under a skill are those marked in the text, although the text has
        // letters of more than one byte before them.
        let is_whole = "return document.querySelector('#marked').textContent === document.querySelector('#text').value && document.querySelector('#text').value.includes('·')";
        assert_eq!(page.script(is_whole).await, json!(true));
        let words = "
            return [...document.querySelectorAll('#skills .hit')].map(skill => {
                const words = [...skill.querySelectorAll('.said mark')].map(mark => mark.textContent);
                const marks = [...document.querySelectorAll('#marked mark')]
                    .filter(mark => mark.dataset.tags.split(' ').includes(skill.dataset.tag))
                    .map(mark => mark.textContent);
                return marks.length > 0 && words.every(word => marks.some(mark => word.includes(mark)))
                    && marks.every(mark => words.some(word => word.includes(mark)));
            })";
        let words = page.script(words).await;
        assert!(words.as_array().is_some_and(|all| all.len() > 2 && all.iter().all(|w| w == true)));

        page.script("document.querySelector('#skills a').focus()").await;
        page.find("#marked mark.is-on").await;
        assert!(page.text("#skills .is-on .why li").await.starts_with("The text "));
    });
}

#[test]
fn what_others_wrote_is_shown_as_text() {
    in_browser("/tag", |page| async move {
        let text =
            "<b>é</b> Students measure and chart vital signs & document care <script>1</script>.";
        page.find("#text").await.send_keys(text).await.unwrap();
        page.find("#tag-form button").await.click().await.unwrap();
        page.find("#marked mark").await;
        let shown = "const box = document.querySelector('#marked'); return [box.textContent, box.querySelectorAll('b, script').length]";
        assert_eq!(page.script(shown).await, json!([text, 0]));
    });
}
