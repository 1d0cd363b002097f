//! Whoever needs a key is asked for one, and is known by it until they sign out.

use skillmap::engine::CreateKeyRequest;
use skillmap::model::Role;
use skillmap::service::Anonymous;
use skillmap::service::ServiceOptions;

use crate::page::in_browser_at;
use crate::running::Service;

#[test]
fn people_sign_in_with_a_key_and_out_again() {
    let options = ServiceOptions { anonymous: Anonymous::Nobody, ..ServiceOptions::default() };
    let service = Service::set(options);
    let key =
        CreateKeyRequest { name: "Ann of <b>".into(), role: Role::Editor, ..Default::default() };
    let key = service.key_for(&key).strip_prefix("Bearer ").unwrap().to_owned();
    in_browser_at(&service, "/frameworks", |page| async move {
        assert!(page.address().await.ends_with("/account"));
        page.find("#key").await.send_keys("sm_000000000000_wrong\n").await.unwrap();
        assert!(page.text(".error").await.starts_with("This key is not known."));
        page.find("a[hreflang=es]").await.click().await.unwrap();
        page.find("html[lang=es] #key").await;
        page.open("/account?lang=en").await;
        // Whoever reads the address of the answer again is told in words, too.
        page.open("/sign-in").await;
        assert!(page.text(".error[data-status='405']").await.contains("POST"));
        page.open("/account").await;
        page.find("#key").await.send_keys(&format!("{key}\n")).await.unwrap();
        page.find("#q").await;
        assert_eq!(page.text(".account").await, "Ann of <b>");
        page.find(".account").await.click().await.unwrap();
        assert!(page.text(".note").await.ends_with("with the key Ann of <b>, as editor."));
        page.find("main form button").await.click().await.unwrap();
        page.find("#key").await;
        page.open("/frameworks").await;
        page.find("#key").await;
    });
}
