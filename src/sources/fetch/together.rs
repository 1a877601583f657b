use std::collections::HashMap;

use super::{FetchError, Fetched, Fetcher, Observer, Plan, Question, stopped};
use crate::sources::cache::Need;
use crate::sources::http::{Answer, Call};

/// An answer cut up: what was asked for by its identifier, and an answer to it alone; none where there is no such record.
pub type Parts = Vec<(String, Option<Vec<u8>>)>;

/// Questions that a service is asked many at once, and whose answers are kept one by one: another list that holds some of
/// them asks for the others only, and each gets old by itself.
pub trait Together {
    /// Each question as if it were asked alone, in their order. Under this its answer is kept.
    fn alone(&self) -> Vec<Call>;

    /// The calls that ask the questions in these places, each with the places it asks for.
    fn together(&self, open: &[usize]) -> Vec<(Call, Vec<usize>)>;

    /// What an answer says to each of the questions it was asked for, in the form of an answer to it alone. Questions to
    /// which it says nothing that can be relied on are left out.
    ///
    /// # Errors
    /// When it is no answer at all, in words.
    fn parts(&self, asked: &[usize], answer: &Answer) -> Result<Vec<(usize, Answer)>, String>;
}

impl Fetcher {
    /// Answers all, in their order.
    pub fn fetch_together(
        &self,
        questions: &dyn Together,
        need: Need,
        observer: &dyn Observer,
    ) -> Vec<Result<Fetched, FetchError>> {
        let alone = questions.alone();
        let mut results: Vec<Option<Result<Fetched, FetchError>>> = alone.iter().map(|_| None).collect();
        let mut first: HashMap<Question, usize> = HashMap::new();
        let mut open = Vec::new();
        for (at, call) in alone.iter().enumerate() {
            if first.contains_key(&self.question(call)) {
                continue;
            }
            first.insert(self.question(call), at);
            results[at] = self.known(call, need);
            if results[at].is_none() {
                open.push(at);
            }
        }
        if let Some(client) = &self.client {
            let asked = questions.together(&open);
            let calls: Vec<Call> = asked.iter().map(|(call, _)| call.clone()).collect();
            client.send_each(
                &calls,
                &mut |at, (result, requests)| {
                    let Some((call, places)) = asked.get(at) else { return };
                    self.count(call, |counts| counts.requests += u64::from(requests));
                    let parts = match result {
                        Ok(answer) => questions
                            .parts(places, &answer)
                            .map_err(|why| FetchError::Unreadable { service: call.service(), why }),
                        Err(error) => Err(FetchError::Call(error)),
                    };
                    let mut error = FetchError::LeftOut { service: call.service() };
                    match parts {
                        Ok(parts) => {
                            for (place, answer) in parts {
                                results[place] = Some(Ok(self.keep(&alone[place], answer)));
                            }
                        }
                        Err(why) => error = why,
                    }
                    for place in places {
                        if results[*place].is_none() {
                            results[*place] = Some(self.fail(&alone[*place], error.clone()));
                        }
                    }
                },
                &|| observer.stopped(),
            );
        }
        for at in 0..alone.len() {
            let asked = first.get(&self.question(&alone[at])).copied().unwrap_or(at);
            if asked != at {
                let same = results[asked].clone();
                results[at] = same.map(|same| same.map(|fetched| Fetched { from_cache: true, ..fetched }));
            }
        }
        let missing = |(at, result): (usize, Option<_>)| result.unwrap_or_else(|| Err(stopped(&alone[at])));
        results.into_iter().enumerate().map(missing).collect()
    }

    /// What all these would cost, without asking anybody.
    pub fn plan_together(&self, questions: &dyn Together, need: Need) -> Plan {
        let alone = questions.alone();
        let open = self.open(&alone, need);
        let mut plan = Plan { cached: alone.len() - open.len(), ..Plan::default() };
        for (call, _) in questions.together(&open) {
            *plan.to_ask.entry(call.kind).or_default() += 1;
        }
        self.timed(plan)
    }
}
